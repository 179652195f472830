using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Mobility.Casework.People;
using Mobility.Casework.Trips.Import;
using Mobility.Casework.Trips.Ledger;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Access;

/// <summary>
/// One bad value in one field of a form that is filled well beside it, for every field of every form: the page comes again with a sentence
/// tied to that field, and with everything that was typed.
/// </summary>
[NonParallelizable]
public sealed class FieldMessageTests
{
    private static readonly string[] BadText = ["a\0b", "a\u202eb"];

    private static readonly string[] BadDates =
    [
        "0001-01-01",
        "9999-12-31",
        "2026-02-30",
        "9223372036854775808",
        "a\0b",
        "👩🏽‍🚀",
    ];

    private static readonly string[] BadOthers = ["9223372036854775808", "a\0b", "2026-02-30", "👩🏽‍🚀"];

    // As much text as a file may have: the size of the whole request is what limits it.
    private static readonly string[] WithoutLength = ["POST cases/{number}/trips/import Text"];

    // Buttons: what goes with them the page fills in by itself, or a script.
    private static readonly string[] NoFields =
    [
        "POST sign-in/passkey",
        "POST admin/audit/export",
        "POST board/export",
        "POST cases/reassign/confirm",
        "POST cases/{number}/people/{personId:guid}/personal",
        "POST portal/personal",
        "POST cases/{number}/trips/import/{importId:guid}/confirm",
        "POST trip-checks/{check}/confirm",
        "POST cases/{number}/trips/{tripId:guid}/restore",
        "POST cases/{number}/ledger/reminders",
        "POST days/export",
        "POST portal/days/reminders",
    ];

    private WebHost host = null!;
    private AccessWorld world = null!;
    private FilledForms forms = null!;
    private Dictionary<string, IReadOnlyList<RouteField>> fields = null!;
    private Action putBack = null!;

    [OneTimeSetUp]
    public async Task MakeWorldAsync()
    {
        host = new WebHost();
        world = await AccessWorld.CreateAsync(host);
        forms = new FilledForms(host, world);
        fields = RouteFields.Of(host);
        putBack = host.Database.Keep();
    }

    // What was accepted may have used the case or the account up.
    [SetUp]
    public void PutBack() => putBack();

    [OneTimeTearDown]
    public void Stop() => host.Dispose();

    private static IEnumerable<TestCaseData> Routes() =>
        RouteTable
            .All.Where(r => r.Route.StartsWith("POST", StringComparison.Ordinal) && (r.Anonymous || r.Kinds.Count > 0))
            .SelectMany(r => FilledForms.Variants(r.Route).Select(v => (r.Route, Variant: v)))
            .Select(r => new TestCaseData(r.Route, r.Variant).SetArgDisplayNames($"{r.Route} {r.Variant}".TrimEnd()));

    [TestCaseSource(nameof(Routes))]
    public async Task A_bad_value_is_told_beside_its_field_and_nothing_typed_is_lost(string name, string variant)
    {
        var route = RouteTable.All.Single(r => r.Route == name);
        var parts = world.OwnCase;
        await PrepareAsync(name, parts);
        var address = route.Address(parts);
        var filled = forms.Of(name, parts, KindOf(route), variant);
        var tries = new List<(RouteField Field, string Value, Page Page)>();
        foreach (var field in fields[name].Concat(Unbound(name, filled)).Where(f => !f.IsFile))
        {
            foreach (var value in BadValuesOf(field))
            {
                tries.Add((field, value, await PostAsync(route, address, With(filled, field.Name, value))));
            }
        }
        // What people type into or choose from. The rest of a form is what the page sends by itself, and which page it is hangs on that.
        var visible = tries
            .Where(t => Controls(t.Page, address).Any(c => IsNamed(c, t.Field.Name)))
            .SelectMany(t => Controls(t.Page, address))
            .Select(NameOf)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var wrong = tries
            .Where(t => visible.Contains(t.Field.Name))
            .SelectMany(t => Problems(t.Page, address, filled, t.Field, t.Value))
            .ToList();
        foreach (var field in visible)
        {
            wrong.AddRange(await LengthProblemsAsync(route, address, filled, tries, field));
        }
        wrong.AddRange(tries.Where(t => (int)t.Page.Status >= 500).Select(t => $"{t.Field.Name}: {t.Page.Status}"));

        Assert.That(wrong.Distinct(), Is.Empty);
        Assert.That(visible, filled.Length == 0 || NoFields.Contains(name) ? Is.Empty : Is.Not.Empty, "fields that were tried");
    }

    private static string[] BadValuesOf(RouteField field) =>
        field.IsText ? BadText
        : field.Type == typeof(LocalDate) ? BadDates
        : BadOthers;

    // Names that only the page knows, of facts for one.
    private IEnumerable<RouteField> Unbound(string route, (string Name, string Value)[] filled) =>
        filled
            .Where(f => !fields[route].Any(k => string.Equals(k.Name, f.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(f => new RouteField(f.Name, typeof(string)));

    /// <summary>What is missing of a good answer to one bad value.</summary>
    private static IEnumerable<string> Problems(
        Page page,
        string address,
        (string Name, string Value)[] filled,
        RouteField field,
        string value
    )
    {
        var what = $"{field.Name}={Short(value)}";
        var controls = Controls(page, address).ToLookup(NameOf, StringComparer.OrdinalIgnoreCase);
        if (controls[field.Name].FirstOrDefault() is not { } control)
        {
            yield return $"{what}: the form does not come again, but {(int)page.Status} {page.Path}";
            yield break;
        }
        if (MessageAt(page, control) is not { Length: > 0 } message)
        {
            yield return $"{what}: no sentence beside it. The page has: {string.Join(" | ", page.Problems)}";
        }
        else if (
            message.Contains("is not valid", StringComparison.Ordinal) || message.Contains("is invalid", StringComparison.Ordinal)
        )
        {
            yield return $"{what}: {message}";
        }
        if (!page.Document.QuerySelectorAll(".errsum a").Any(a => a.GetAttribute("href") == "#" + control.Id))
        {
            yield return $"{what}: the summary does not lead to it";
        }
        foreach (
            var (name, typed) in filled.Append((field.Name, value)).DistinctBy(f => f.Item1, StringComparer.OrdinalIgnoreCase)
        )
        {
            var wanted = string.Equals(name, field.Name, StringComparison.OrdinalIgnoreCase) ? value : typed;
            foreach (var kept in controls[name].Take(1).Where(c => !IsKept(c, wanted, isBad: wanted == value)))
            {
                yield return $"{what}: {name} was {Short(wanted)} and is {Short(ValueOf(kept))}";
            }
        }
    }

    /// <summary>A field says how much it takes, the server refuses one sign more, and no fewer.</summary>
    private async Task<List<string>> LengthProblemsAsync(
        RouteAccess route,
        string address,
        (string Name, string Value)[] filled,
        List<(RouteField Field, string Value, Page Page)> tries,
        string field
    )
    {
        var control = tries.SelectMany(t => Controls(t.Page, address)).First(c => IsNamed(c, field));
        var isText = control is IHtmlTextAreaElement or IHtmlInputElement { Type: "text" or "email" or "password" or "search" };
        var type = tries.Select(t => t.Field).FirstOrDefault(f => IsSame(f.Name, field)) ?? new RouteField(field, typeof(string));
        if (!isText || !type.IsText || WithoutLength.Contains($"{route.Route} {field}"))
        {
            return [];
        }
        var stated = control is IHtmlTextAreaElement area ? area.MaxLength : ((IHtmlInputElement)control).MaxLength;
        if (stated <= 0)
        {
            return [$"{field}: does not say how much it takes"];
        }
        var wrong = new List<string>();
        foreach (var (length, bad) in new[] { (stated + 1, true), (1 << 20, true), (stated, false) })
        {
            var page = await PostAsync(route, address, With(filled, field, new string('x', length)));
            var message = Controls(page, address).Where(c => IsNamed(c, field)).Select(c => MessageAt(page, c)).FirstOrDefault();
            var tooLong = message is not null && message.Contains($"{stated}", StringComparison.Ordinal);
            if ((int)page.Status >= 500 || tooLong != bad)
            {
                wrong.Add($"{field} of {length}, stated {stated}: {(int)page.Status} {page.Path} {message}");
            }
            if (bad && tooLong)
            {
                wrong.AddRange(Problems(page, address, filled, type, new string('x', length)));
            }
        }
        return wrong;
    }

    private static IEnumerable<IElement> Controls(Page page, string address) =>
        page
            .Document.Forms.Where(f =>
                f.Method == "post"
                && f.QuerySelectorAll("button")
                    .Select(b => b.GetAttribute("formaction"))
                    .Append(f.GetAttribute("action"))
                    .Any(a => a?.Split('#')[0] == address)
            )
            .SelectMany(f => f.QuerySelectorAll("input, select, textarea"))
            .Where(c =>
                NameOf(c).Length > 0
                && c is not IHtmlInputElement { Type: "hidden" or "file" or "submit" or "radio" }
                && !c.ClassList.Contains("visually-hidden")
            );

    private static string NameOf(IElement control) => control.GetAttribute("name") ?? "";

    private static bool IsNamed(IElement control, string name) => IsSame(NameOf(control), name);

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string? MessageAt(Page page, IElement control) =>
        control.GetAttribute("aria-invalid") != "true"
            ? null
            : (control.GetAttribute("aria-describedby") ?? "")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(page.Document.GetElementById)
                .Where(e => e?.ClassList.Contains("err") == true)
                .Select(e => Page.Words(e!))
                .FirstOrDefault();

    // A password is never sent back, and no choice and no box can show what is none of its own.
    private static bool IsKept(IElement control, string typed, bool isBad) =>
        control switch
        {
            IHtmlInputElement { Type: "password" } => true,
            IHtmlInputElement { Type: "checkbox" } box => isBad || box.IsChecked == (typed == "true"),
            IHtmlSelectElement when isBad => true,
            _ => ValueOf(control) == typed.Replace('\0', '\u0001').TrimEnd('\n'),
        };

    private static string ValueOf(IElement control) =>
        control switch
        {
            IHtmlSelectElement select => select.Value ?? "",
            IHtmlTextAreaElement area => area.Value.TrimEnd('\n'),
            IHtmlInputElement input => input.Value,
            _ => "",
        };

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..20]}… ({text.Length})";

    private static (string Name, string Value)[] With((string Name, string Value)[] filled, string name, string value) =>
        [.. filled.Where(f => !IsSame(f.Name, name)), (name, value)];

    private static PersonKind KindOf(RouteAccess route) =>
        route.Kinds.Contains(PersonKind.Consultant) ? PersonKind.Consultant : route.Kinds.Order().First();

    // Only what was saved can be undone, and only who was shut out let in again.
    private async Task PrepareAsync(string route, CaseParts parts)
    {
        var change = new TestData(host).Change("Before") with { AccountId = world.People[PersonKind.Administrator].Id };
        if (route.EndsWith("/undo", StringComparison.Ordinal))
        {
            var import = Guid.Parse(parts.RouteValues["importId"]);
            await host.UseAsync<TripImportService>(s => s.ConfirmAsync(parts.Case.Id, import, change, CancellationToken.None));
        }
        if (route.EndsWith("{tripId:guid}/end", StringComparison.Ordinal) && parts.RouteValues["tripId"] is var trip)
        {
            using var db = host.Database.Open();
            db.Trips.Single(t => t.Id == Guid.Parse(trip)).Depart = null;
            await db.SaveChangesAsync();
        }
        if (route.EndsWith("ledger/withdraw", StringComparison.Ordinal))
        {
            var day = new NewDay { Day = new LocalDate(2026, 11, 10), Places = [new DayShare("DE", null)] };
            await host.UseAsync<DayDeclarationService>(s =>
                s.DeclareAsync(parts.Case.Id, [day], new LocalDate(2026, 11, 23), change, CancellationToken.None)
            );
        }
        if (route.EndsWith("/reactivate", StringComparison.Ordinal))
        {
            var account = Guid.Parse(parts.RouteValues["people/id"]);
            await host.UseAsync<AccountClosing>(s => s.DeactivateAsync(account, change, CancellationToken.None));
        }
    }

    // A new one each time: what is accepted may sign in, or end the session.
    private async Task<Page> PostAsync(RouteAccess route, string address, (string, string)[] filled)
    {
        var somebody = world.People[KindOf(route)];
        using var browser =
            route.Route == "POST sign-in/code" ? await host.BrowseAsync(somebody, SessionStage.FactorAwaited)
            : route.Anonymous ? host.Browse()
            : await host.BrowseAsync(somebody);
        switch (route.Route)
        {
            case "POST account/second-factor/confirm":
                // Who has just signed in is not asked again.
                host.Clock.Advance(Duration.FromHours(1));
                break;
            case "POST account/second-factor/authenticator":
                // The page makes the key that it shows.
                await browser.OpenAsync("/account/second-factor");
                break;
        }
        return await browser.PostAsync(address, filled);
    }
}
