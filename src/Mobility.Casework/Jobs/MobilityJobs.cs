using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Quartz;

namespace Mobility.Casework.Jobs;

public static class MobilityJobs
{
    /// <summary>
    /// The jobs, on Quartz, with the schedule in the same database. Quartz makes its own tables when it starts, after the host has migrated.
    /// <c>Jobs:Enabled=false</c> leaves the scheduler out; the jobs can then still be run by hand.
    /// </summary>
    public static IServiceCollection AddMobilityJobs(
        this IServiceCollection services,
        DatabaseOptions database,
        IConfiguration configuration
    )
    {
        services.AddScoped<DeadlineSweep>();
        services.AddScoped<AssessmentSweep>();
        services.AddScoped<AuditRetention>();
        services
            .AddOptions<AuditOptions>()
            .Bind(configuration.GetSection(AuditOptions.Section))
            .Validate(o => o.KeepDays >= AuditOptions.Least, AuditOptions.Problem)
            .ValidateOnStart();
        services.AddScoped<DayReminderSweep>();
        services.AddSingleton<JobRunner>();
        services.AddScoped<JobControl>();
        if (!configuration.GetValue("Jobs:Enabled", true))
        {
            return services;
        }
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "Mobility";
                // A stopping host asks its jobs to stop; what a sweep has not done, the next run does.
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(3);
            quartz.UsePersistentStore(store =>
            {
                store.ProvisionSchema();
                store.UseSystemTextJsonSerializer();
                store.ConfigureStore(options => options.StoreJobDataAsStrings = true);
                if (database.Provider == DatabaseProvider.SqlServer)
                {
                    store.UseSqlServer(database.ConnectionString);
                    store.UseClustering();
                }
                else
                {
                    store.UseSqlite(database.ConnectionString);
                }
            });
            // Minutes past the hour, in UTC: no clock change ever skips or doubles an hour there.
            Schedule<AssessmentSweepJob>(quartz, JobName.AssessmentSweep, "0 2 * * * ?");
            Schedule<DeadlineSweepJob>(quartz, JobName.DeadlineSweep, "0 5 * * * ?");
            Schedule<DayReminderJob>(quartz, JobName.DayReminders, "0 8 * * * ?");
            Schedule<MailJob>(quartz, JobName.Mail, "0 * * * * ?");
            Schedule<AuditRetentionJob>(quartz, JobName.AuditRetention, "0 40 3 * * ?");
            // What came due while nothing ran is caught up at once. Every run does only what is still to do, so one more harms nothing.
            quartz.RunAtStartup(KeyOf(JobName.AssessmentSweep));
            quartz.RunAtStartup(KeyOf(JobName.DeadlineSweep));
        });
        services.AddQuartzHostedService(host => host.WaitForJobsToComplete = true);
        return services;
    }

    internal static JobKey KeyOf(JobName job) => new(job.ToString());

    private static void Schedule<TJob>(IQuartzBuilder quartz, JobName name, string cron)
        where TJob : class, IJob =>
        quartz
            .AddJobType<TJob>()
            .ScheduleJob<TJob>(
                trigger =>
                    trigger
                        .WithIdentity(name.ToString())
                        .WithCronSchedule(
                            cron,
                            schedule =>
                                schedule
                                    .InTimeZone(TimeZoneInfo.Utc)
                                    .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)
                        ),
                job => job.WithIdentity(KeyOf(name)).RequestRecovery().StoreDurably()
            );
}
