using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using Mobility.Casework.Mail;
using Mobility.Rules;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared;
using NodaTime;

namespace Mobility.Web.Mail;

/// <summary>Writes the mails: in the reader's language, with dates of their zone and links to this site's own address.</summary>
public sealed class MailRenderer(
    IServiceProvider services,
    ILoggerFactory logs,
    IStringLocalizer<MailTexts> texts,
    IDateTimeZoneProvider zones,
    SiteUrl site
) : IMailRenderer
{
    public Task<RenderedMail> RenderAsync(InvitationMail mail, CancellationToken cancellation) =>
        RenderAsync(mail.Reader, () => Invitation(mail));

    public Task<RenderedMail> RenderAsync(AlertMail mail, CancellationToken cancellation) =>
        RenderAsync(mail.Reader, () => Alert(mail));

    public Task<RenderedMail> RenderAsync(CoverMail mail, CancellationToken cancellation) =>
        RenderAsync(mail.Reader, () => Cover(mail));

    public Task<RenderedMail> RenderAsync(ReassignmentMail mail, CancellationToken cancellation) =>
        RenderAsync(mail.Reader, () => Reassignment(mail));

    public Task<RenderedMail> RenderAsync(DaysMail mail, CancellationToken cancellation) =>
        RenderAsync(mail.Reader, () => Days(mail));

    private Letter Days(DaysMail mail) =>
        new()
        {
            Language = texts["Language"],
            Direction = texts["Direction"],
            Subject = texts.Counted("Days.Subject", mail.Missing, Day(mail.From), Day(mail.To)),
            Greeting = texts["Greeting", mail.Reader.Name],
            Title = texts["Days.Title"],
            Paragraphs = [texts.Counted("Days.What", mail.Missing, Day(mail.From), Day(mail.To)), texts["Days.HowLong"]],
            Link = new(texts["Days.Link"], "", site.Of(mail.Path).ToString()),
            Closing = [texts["Days.Stop"]],
        };

    private Letter Invitation(InvitationMail mail)
    {
        var zone = zones.GetZoneOrNull(mail.Reader.TimeZone) ?? DateTimeZone.Utc;
        var until = mail.ExpiresAt.InZone(zone);
        var reset = mail.InvitedBy is null;
        return new Letter
        {
            Language = texts["Language"],
            Direction = texts["Direction"],
            Subject = texts[reset ? "Reset.Subject" : "Invitation.Subject"],
            Greeting = texts["Greeting", mail.Reader.Name],
            Title = texts[reset ? "Reset.Title" : "Invitation.Title"],
            Paragraphs = [mail.InvitedBy is { } by ? texts["Invitation.What", by] : texts["Reset.What"]],
            Facts =
            [
                new(texts["Invitation.SignInWith"], mail.Reader.Address),
                new(
                    texts["Invitation.Until"],
                    $"{Day(until.Date)}, {until.ToString("HH:mm", CultureInfo.CurrentCulture)} ({zone.Id})"
                ),
            ],
            Link = new(texts["Invitation.Link"], "", site.Of($"/invitation/{mail.Token}").ToString()),
            Closing = [texts[reset ? "Reset.NotYou" : "Invitation.NotYou"]],
        };
    }

    private Letter Alert(AlertMail mail)
    {
        var facts = new List<LetterFact>
        {
            new(texts["Alert.Person"], mail.PersonName),
            new(texts["Alert.Case"], mail.CaseNumber),
        };
        if (mail.DueOn is { } due)
        {
            facts.Insert(0, new(texts["Alert.Due"], Day(due)));
        }
        if (mail.Consequence is { } consequence)
        {
            facts.Add(new(texts["Alert.Consequence"], consequence));
        }
        facts.AddRange(mail.Also.Select(title => new LetterFact(texts["Alert.Also"], title)));
        if (mail.Missed.Count > 0)
        {
            facts.Add(new(texts["Alert.Missed"], string.Join(", ", mail.Missed.Select(Day))));
        }
        facts.Add(new(texts["Alert.Rule"], mail.RuleLabel));
        facts.AddRange(mail.Sources.Select(Source));
        return new Letter
        {
            Language = texts["Language"],
            Direction = texts["Direction"],
            Subject = Subject(mail),
            Greeting = texts["Greeting", mail.Reader.Name],
            Title = mail.Title,
            Paragraphs = [mail.Why],
            Facts = facts,
            Link = new(texts["Alert.Link"], "", site.Of(mail.Path).ToString()),
            Closing = [.. InCover(mail.InCoverFor, mail.CoverUntil), texts["Alert.WhyYou"]],
        };
    }

    private Letter Cover(CoverMail mail)
    {
        var key = $"Cover.{(mail.Ended ? "Ended" : "Set")}.{(mail.IsAway ? "Away" : "Covers")}";
        return new Letter
        {
            Language = texts["Language"],
            Direction = texts["Direction"],
            Subject = texts[key + ".Subject", mail.IsAway ? mail.CoveredBy : mail.Away, Day(mail.Until)],
            Greeting = texts["Greeting", mail.Reader.Name],
            Title = texts[key + ".Subject", mail.IsAway ? mail.CoveredBy : mail.Away, Day(mail.Until)],
            Paragraphs = [texts[key, mail.IsAway ? mail.CoveredBy : mail.Away, mail.By]],
            Facts =
            [
                new(texts["Cover.Away"], mail.Away),
                new(texts["Cover.CoveredBy"], mail.CoveredBy),
                new(texts["Cover.From"], Day(mail.From)),
                new(texts["Cover.Until"], Day(mail.Until)),
            ],
            Link = new(texts["Cover.Link"], "", site.Of("/covers").ToString()),
            Closing = [texts["Cover.WhyYou"]],
        };
    }

    private Letter Reassignment(ReassignmentMail mail)
    {
        var key = mail.ToReader ? "Reassigned.To" : "Reassigned.From";
        var others = string.Join(", ", mail.Others);
        var facts = mail.Cases.Select(c => new LetterFact(c.Number, c.Assignee)).ToList();
        if (mail.Count > mail.Cases.Count)
        {
            facts.Add(new(texts["Reassigned.More"], $"{mail.Count - mail.Cases.Count}"));
        }
        if (mail.Tasks > 0)
        {
            facts.Add(new(texts["Reassigned.Tasks"], $"{mail.Tasks}"));
        }
        return new Letter
        {
            Language = texts["Language"],
            Direction = texts["Direction"],
            Subject = texts.Counted(key + ".Subject", mail.Count, others),
            Greeting = texts["Greeting", mail.Reader.Name],
            Title = texts.Counted(key + ".Subject", mail.Count, others),
            Paragraphs = [texts[key, mail.By]],
            Facts = facts,
            Link = new(texts["Reassigned.Link"], "", site.Of(mail.Path).ToString()),
            Closing = [.. InCover(mail.InCoverFor, mail.CoverUntil), texts["Reassigned.WhyYou"]],
        };
    }

    /// <summary>Why somebody reads what is meant for another.</summary>
    private IEnumerable<string> InCover(string? away, LocalDate? until)
    {
        if (away is not null && until is { } last)
        {
            yield return texts["InCover", away, Day(last)];
        }
    }

    private string Subject(AlertMail mail)
    {
        var what = mail.DueOn is { } due ? texts["Alert.WithDay", mail.Title, Day(due)].Value : mail.Title;
        // Many a title names the person already.
        return mail.Title.Contains(mail.PersonName, StringComparison.Ordinal)
            ? what
            : texts["Alert.WithPerson", what, mail.PersonName];
    }

    private LetterFact Source(Reference source) =>
        new(
            texts["Alert.Source"],
            texts["Alert.Checked", source.Title, source.Checked.ToString("d MMM uuuu", CultureInfo.CurrentCulture)],
            source.Url
        );

    // Somebody must act by it, so it has its weekday.
    private static string Day(LocalDate date) => date.ToString("ddd d MMM uuuu", CultureInfo.CurrentCulture);

    private async Task<RenderedMail> RenderAsync(MailReader reader, Func<Letter> write)
    {
        // Both flow with this call only: whoever waits for it keeps their own.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = ReaderCulture.Of(reader.Language);
        var letter = write();
        await using var renderer = new HtmlRenderer(services, logs);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(
                new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(LetterPage.Letter)] = letter }
            );
            return (await renderer.RenderComponentAsync<LetterPage>(parameters)).ToHtmlString();
        });
        return new RenderedMail(letter.Subject, letter.ToPlainText(), html);
    }
}
