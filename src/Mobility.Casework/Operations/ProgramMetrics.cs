using System.Diagnostics.Metrics;
using Mobility.Casework.Audit;
using Mobility.Casework.Jobs;
using Mobility.Casework.Mail;
using NodaTime;

namespace Mobility.Casework.Operations;

/// <summary>
/// What this node does, counted as it happens. The tags are words of the program's own (a job, an outcome, a kind of event): never a name,
/// an address, an id or anything somebody typed.
/// </summary>
public sealed class ProgramMetrics
{
    /// <summary>The meter's name.</summary>
    public const string Meter = "Mobility";

    public const string JobDuration = "mobility.job.duration";
    public const string MailHandled = "mobility.mail.handled";
    public const string AuditEvents = "mobility.audit.events";
    public const string LimitReached = "mobility.limit.reached";
    public const string DatabaseBusy = "mobility.database.busy";

    private readonly Histogram<double> jobs;
    private readonly Counter<long> mails;
    private readonly Counter<long> events;
    private readonly Counter<long> limits;
    private readonly Counter<long> busy;

    public ProgramMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        jobs = meter.CreateHistogram<double>(
            JobDuration,
            "s",
            "How long runs of jobs took, by job and outcome (done, failed, stopped).",
            tags: null,
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600] }
        );
        mails = meter.CreateCounter<long>(
            MailHandled,
            "{mail}",
            "Mails taken from the outbox, by outcome (sent, delayed to a later try, failed for good)."
        );
        events = meter.CreateCounter<long>(AuditEvents, "{event}", "Rows written into the audit, by kind.");
        limits = meter.CreateCounter<long>(LimitReached, "{request}", "Requests answered 429, by limit.");
        busy = meter.CreateCounter<long>(
            DatabaseBusy,
            "{failure}",
            "Requests and jobs given up because others held the database too long."
        );
    }

    /// <summary>A run of a job ended: done, failed or stopped.</summary>
    public void JobRan(JobName job, Duration took, string outcome) =>
        jobs.Record(took.TotalSeconds, new KeyValuePair<string, object?>("job", job.ToString()), new("outcome", outcome));

    public void MailDone(MailState outcome) =>
        mails.Add(
            1,
            new KeyValuePair<string, object?>(
                "outcome",
                outcome switch
                {
                    MailState.Sent => "sent",
                    MailState.Failed => "failed",
                    _ => "delayed",
                }
            )
        );

    public void Audited(AuditKind kind) => events.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString()));

    /// <summary>A request was answered 429 for a limit of the settings.</summary>
    public void Limited(string limit) => limits.Add(1, new KeyValuePair<string, object?>("limit", limit));

    /// <summary>A request or a job was given up because the database was busy.</summary>
    public void GaveUpOnDatabase(string what) => busy.Add(1, new KeyValuePair<string, object?>("what", what));
}
