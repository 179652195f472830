using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Access;

/// <summary>
/// What no form and no address ever sends, sent to every one: the routes of the table, their fields as the program itself binds them. A new
/// route is tried without being named here.
/// </summary>
[NonParallelizable]
public sealed partial class BadInputTests
{
    private static readonly (string Name, string Value)[] Bad =
    [
        ("nothing", ""),
        ("blanks", "   "),
        ("NUL", "a\0b"),
        ("a bell", "a\ab"),
        ("turned direction", "a\u202eb"),
        ("marks of direction", "\u200fa\u200eb\u200f"),
        ("emoji", "👩🏽‍🚀🇺🇳"),
        ("half a character", "a\ud800b"),
        ("markup", "<script>alert(1)</script>"),
        ("quotes", "'\"; DROP TABLE Accounts; --"),
        ("braces", "{0} {1:x} %s ${x}"),
        ("2^63", "9223372036854775808"),
        ("minus", "-1"),
        ("not a number", "NaN"),
        ("the first day", "0001-01-01"),
        ("the last day", "9999-12-31"),
        ("no day", "2026-02-30"),
        ("no id", "00000000-0000-0000-0000-000000000000"),
        ("another site", "//evil.example/"),
        ("other letters in a path", "/é"),
    ];

    private WebHost host = null!;
    private AccessWorld world = null!;
    private FilledForms forms = null!;
    private Dictionary<string, IReadOnlyList<RouteField>> fields = null!;
    private Action putBack = null!;
    private List<string> asItWas = null!;

    [OneTimeSetUp]
    public async Task MakeWorldAsync()
    {
        host = new WebHost();
        world = await AccessWorld.CreateAsync(host);
        forms = new FilledForms(host, world);
        fields = RouteFields.Of(host);
        putBack = host.Database.Keep();
        asItWas = Rows();
    }

    [SetUp]
    public void PutBack() => putBack();

    [OneTimeTearDown]
    public void Stop() => host.Dispose();

    private static IEnumerable<TestCaseData> Posts() => Routes("POST");

    private static IEnumerable<TestCaseData> Gets() => Routes("GET");

    private static IEnumerable<TestCaseData> Routes(string verb) =>
        RouteTable
            .All.Where(r => r.Route.StartsWith(verb, StringComparison.Ordinal) && (r.Anonymous || r.Kinds.Count > 0))
            .Select(r => new TestCaseData(r.Route).SetArgDisplayNames(r.Route));

    [TestCaseSource(nameof(Posts))]
    public async Task Bad_values_in_every_field_are_answered_plainly_and_change_nobodys_rights(string name)
    {
        var route = Find(name);
        var address = route.Address(world.OwnCase);
        var before = Rights();
        foreach (var (what, value) in Bad)
        {
            using var browser = await BrowserAsync(route);
            var page = await browser.PostAsync(address, [.. fields[name].Select(f => (f.Name, value))]);
            Assert.That((int)page.Status, Is.LessThan(500), what);
        }

        // A word among the bad ones may be a good password: whoever is let in by it was nobody before.
        Assert.That(Rights(), Is.SupersetOf(before));
    }

    [TestCaseSource(nameof(Gets))]
    public async Task What_an_address_asks_for_and_is_not_understood_is_told(string name)
    {
        var route = Find(name);
        var address = route.Address(world.OwnCase);
        using var browser = await BrowserAsync(route);
        var wrong = new List<string>();
        foreach (var field in fields[name])
        {
            foreach (
                var (what, value) in Bad.Where(b =>
                    b.Name is not ("nothing" or "blanks" or "braces" or "quotes" or "not a number")
                )
            )
            {
                var page = await browser.OpenAsync($"{address}?{Query(route, field.Name, value)}");
                var told = page.Document.QuerySelector(".err, .errsum, main > .note[role=alert]") is not null;
                // Some addresses lead on to where there is something to choose from.
                var shown = page.Status == HttpStatusCode.OK && page.Address.AbsolutePath == address;
                if (
                    (int)page.Status >= 500
                    || (shown && !told && (IsNever(field, what) || (what != "no id" && IsNoChoice(page, field, value))))
                )
                {
                    wrong.Add($"{what} in {field.Name}: {(int)page.Status} {page.Path}");
                }
            }
            var longer = await browser.OpenAsync($"{address}?{Query(route, field.Name, new string('x', 7000))}");
            if ((int)longer.Status >= 500)
            {
                wrong.Add($"7,000 signs in {field.Name}: {(int)longer.Status}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [TestCaseSource(nameof(Posts))]
    public async Task Fields_nobody_asked_for_are_as_if_they_were_not_there(string name)
    {
        var route = Find(name);
        var kind = KindOf(route);
        // Every column that there is, under every name the form's own fields have before theirs.
        var own = fields[name].Select(f => f.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var before = own.Select(n => n.LastIndexOf('.') is > 0 and var dot ? n[..(dot + 1)] : "").Append("file.").Distinct();
        var extra = before
            .SelectMany(prefix => EntityFields().Select(f => (Name: prefix + f.Name, f.Value)))
            .Where(f => !own.Contains(f.Name) && !own.Any(n => n.StartsWith(f.Name + "[", StringComparison.OrdinalIgnoreCase)))
            .Concat(Enumerable.Range(0, 10_000).Select(i => (Name: $"extra{i}", Value: "1")))
            .ToList();

        var plain = await EffectAsync(route, kind, []);
        var loaded = await EffectAsync(route, kind, extra);

        Assert.That(loaded, Is.EqualTo(plain));
    }

    [TestCaseSource(nameof(Posts))]
    public async Task Of_a_field_that_is_sent_twice_the_first_counts(string name)
    {
        var route = Find(name);
        var kind = KindOf(route);
        var text = fields[name]
            .Where(f => f.IsText && f.Name[^1] != ']')
            .Select(f => f.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var again = forms.Of(name, world.OwnCase, kind).Where(f => text.Contains(f.Name)).Select(f => (f.Name, Value: "twice"));

        var plain = await EffectAsync(route, kind, []);
        var doubled = await EffectAsync(route, kind, [.. again]);

        Assert.That(doubled, Is.EqualTo(plain));
    }

    [TestCaseSource(nameof(Posts))]
    public async Task What_is_no_form_is_refused(string name)
    {
        var route = Find(name);
        foreach (
            var type in new[]
            {
                "application/json",
                "text/plain",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded",
                "nonsense",
            }
        )
        {
            using var browser = await BrowserAsync(route);
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("{\"a\":[1,%00%"));
            content.Headers.ContentType = MediaTypeHeaderValue.TryParse(type, out var known) ? known : null;
            // With a token beside it, as a script might: the door is not what refuses it.
            using var request = browser.Post(route.Address(world.OwnCase), content);

            var page = await browser.SendAsync(request);

            Assert.That((int)page.Status, Is.LessThan(500), type);
        }
    }

    private static RouteAccess Find(string name) => RouteTable.All.Single(r => r.Route == name);

    private static PersonKind KindOf(RouteAccess route) =>
        route.Kinds.Contains(PersonKind.Consultant) ? PersonKind.Consultant : route.Kinds.Order().First();

    private async Task<Browser> BrowserAsync(RouteAccess route) =>
        route.Anonymous ? host.Browse() : await host.BrowseAsync(world.People[KindOf(route)]);

    /// <summary>Whether a value can be none of a field's, whatever the field is for.</summary>
    private static bool IsNever(RouteField field, string what) =>
        what is "NUL" or "a bell" or "turned direction"
        || (!field.IsText && what is "emoji" or "markup" or "quotes" or "braces" or "no day")
        || (!field.IsText && what is "2^63")
        || (field.Type == typeof(LocalDate) && what is "the first day" or "the last day");

    private static bool IsNoChoice(Page page, RouteField field, string value) =>
        page
            .Document.QuerySelectorAll("main select")
            .OfType<IHtmlSelectElement>()
            .Any(s =>
                string.Equals(s.Name, field.Name, StringComparison.OrdinalIgnoreCase) && s.Options.All(o => o.Value != value)
            );

    // Some forms open for a rule and a fact only.
    private string Query(RouteAccess route, string field, string value)
    {
        var parts = new List<string> { $"{field}={Uri.EscapeDataString(value)}" };
        if (RouteTable.All.Any(r => r.Route == route.Route.Replace("GET", "POST", StringComparison.Ordinal)))
        {
            parts.AddRange(
                forms
                    .Of(route.Route.Replace("GET", "POST", StringComparison.Ordinal), world.OwnCase, KindOf(route))
                    .Where(f => f.Name is "Rule" or "Name" or "Kind" && !f.Name.Equals(field, StringComparison.OrdinalIgnoreCase))
                    .Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}")
            );
        }
        return string.Join('&', parts);
    }

    /// <summary>The name of every property of every row there is, with a value that it could have.</summary>
    private IEnumerable<(string Name, string Value)> EntityFields()
    {
        using var db = host.Database.Open();
        return
        [
            .. db
                .Model.GetEntityTypes()
                .SelectMany(e => e.GetProperties())
                .DistinctBy(p => p.Name)
                .Select(p => (p.Name, ValueOf(Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType))),
        ];
    }

    private string ValueOf(Type type) =>
        type == typeof(Guid) ? world.Foreign.Id.ToString()
        : type.IsEnum ? Enum.GetNames(type)[^1]
        : type == typeof(bool) ? "true"
        : type == typeof(LocalDate) ? OverpostedDay
        : type == typeof(Instant) || type == typeof(DateTimeOffset) ? "2031-07-09T00:00:00Z"
        : type == typeof(string) ? "overposted"
        : "7";

    /// <summary>
    /// What posting a well-filled form does to the database: the rows that are new and the cells that changed, with numbers and ids taken
    /// out, so that two that do the same are equal.
    /// </summary>
    private async Task<List<string>> EffectAsync(
        RouteAccess route,
        PersonKind kind,
        IReadOnlyCollection<(string Name, string Value)> extra
    )
    {
        putBack();
        using var browser = await BrowserAsync(route);
        var page = await browser.PostAsync(
            route.Address(world.OwnCase),
            [.. forms.Of(route.Route, world.OwnCase, kind), .. extra]
        );
        var after = Rows();
        return
        [
            $"{(int)page.Status} {Plain(page.Path)} {string.Join(' ', page.Problems.Select(Plain))}",
            .. after.Except(asItWas).Select(r => "+ " + Plain(r)).Order(StringComparer.Ordinal),
            .. asItWas.Except(after).Select(r => "- " + Plain(r)).Order(StringComparer.Ordinal),
        ];
    }

    // What only says that somebody was here tells nothing of what was done.
    private List<string> Rows()
    {
        using var db = host.Database.Open();
        return [.. DatabaseRows.Read(db).Where(r => r.Table is not ("Sessions" or "StoredKeys")).Select(r => r.ToString())];
    }

    // Ids, numbers of cases and accounts, hashes and stamps differ from one time to the next; what was sent beside the form stays.
    private string Plain(string text) =>
        Changing()
            .Replace(
                text,
                m =>
                    m.Value == OverpostedDay || m.Value.Equals($"{world.Foreign.Id}", StringComparison.OrdinalIgnoreCase)
                        ? "overposted"
                        : m.Groups["name"].Value + "#"
            );

    private const string OverpostedDay = "2031-07-09";

    [GeneratedRegex(
        "2031-07-09|[A-Za-z0-9+/=\\\\]{40,}|[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}|[0-9a-fA-F]{24,}|(?<name>(PasswordHash|SecurityStamp|ConcurrencyStamp|TokenHash|ProtectedSecret|Text|Html)=)[^,]*|[0-9]+",
        RegexOptions.ExplicitCapture,
        5000
    )]
    private static partial Regex Changing();

    // Who is what and belongs to whom, of everybody there is.
    private List<string> Rights()
    {
        using var db = host.Database.Open();
        return
        [
            .. db
                .Accounts.Where(a => a.EmailConfirmed)
                .Select(a => new
                {
                    a.Id,
                    a.Kind,
                    a.ClientId,
                    a.FirmId,
                    a.PersonId,
                    Out = a.DeactivatedAt != null,
                    a.PasswordHash,
                })
                .AsEnumerable()
                .Select(a => a.ToString()!),
        ];
    }
}
