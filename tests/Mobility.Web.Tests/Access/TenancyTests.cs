using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Mobility.Casework.Jobs;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Access;

/// <summary>
/// Everybody of one client, with every id of another: in addresses, in fields of forms, in queries. What is not theirs is not there, none
/// of its words are read, and nothing of it changes. Routes, fields and ids are found in the program and the database, not listed here.
/// </summary>
[NonParallelizable]
public sealed class TenancyTests
{
    // What these parameters name is no secret: everybody's, or an act.
    private static readonly string[] NoIds = ["act", "job", "code", "jurisdiction", "rule"];

    private WebHost host = null!;
    private TenancyWorld world = null!;
    private Dictionary<string, IReadOnlyList<RouteField>> fields = null!;
    private Action putBack = null!;
    private Instant now;

    [OneTimeSetUp]
    public async Task MakeWorldAsync()
    {
        host = new WebHost();
        now = host.Clock.GetCurrentInstant();
        world = await TenancyWorld.CreateAsync(host);
        fields = RouteFields.Of(host);
        putBack = host.Database.Keep();
    }

    // What is accepted uses cases up, and one of the tests moves the clock.
    [SetUp]
    public void PutBack()
    {
        putBack();
        host.Clock.Set(now);
    }

    [OneTimeTearDown]
    public void Stop() => host.Dispose();

    private AccessWorld Access => world.Access;

    private static IEnumerable<RouteAccess> Routes => RouteTable.All.Where(r => !r.Anonymous);

    [Test]
    public async Task What_an_address_names_of_another_client_is_not_there()
    {
        var tries = new List<Try>();
        foreach (var route in Routes.Where(r => Named(r).Any()))
        {
            foreach (var kind in Kinds.Where(k => !MayOpen(k, route)))
            {
                if (!route.NamesACase || !IsStaff(kind))
                {
                    tries.Add(Post(kind, route, Foreign(route)));
                }
                if (route.NamesACase && Named(route).Count() > 1)
                {
                    tries.Add(Post(kind, route, Mixed(route, "number")));
                    tries.Add(
                        Post(kind, route, IsStaff(kind) ? null : Mixed(route, [.. Named(route).Where(n => n != "number")]))
                    );
                }
            }
        }
        // Each id of the other client once where an own case is named too, whatever it is the id of.
        var parts = Routes.Where(r => r.NamesACase && Named(r).Count() > 1).ToList();
        var next = 0;
        foreach (var (_, id) in world.ForeignIds)
        {
            var route = parts[next++ % parts.Count];
            var kind = route.Kinds.Order().ElementAt(next % route.Kinds.Count);
            tries.Add(Post(kind, route, WithId(route, id)));
        }

        var wrong = await AskAllAsync([.. tries.Where(t => t.Address is not null)], mustBeAbsent: true);

        Assert.That(wrong, Is.Empty);
        Assert.That(world.ForeignIds.Select(f => f.Id).Distinct().Count(), Is.GreaterThanOrEqualTo(500), "foreign ids");
    }

    [Test]
    public async Task A_foreign_id_in_a_field_of_an_own_form_changes_and_tells_nothing()
    {
        var tries = new List<Try>();
        var next = 0;
        foreach (var route in Routes.Where(IsPost))
        {
            foreach (var kind in OneOfEachPlace(route))
            {
                var filled = world.Forms.Of(route.Route, Access.OwnCase, kind);
                var address = route.Address(Access.OwnCase);
                foreach (var field in fields[route.Route].Where(f => f.IsId || f.IsText))
                {
                    var ids = field.IsId
                        ? ForeignIdsOfEachTable().Where(id => !IsTheirs(kind, route, field, id))
                        : [world.ForeignIds[next++ % world.ForeignIds.Count].Id];
                    foreach (var id in ids)
                    {
                        var changed = With(filled, field.Name, $"{id}");
                        tries.Add(new Try(kind, route, address, changed));
                    }
                }
                var idFields = fields[route.Route].Where(f => f.IsId).ToList();
                foreach (var id in ForeignIdsOfEachTable().Where(id => idFields.TrueForAll(f => !IsTheirs(kind, route, f, id))))
                {
                    var changed = idFields.Aggregate(filled, (all, field) => With(all, field.Name, $"{id}"));
                    tries.AddRange(
                        idFields.Count == 0 ? [] : OtherEnds(route, changed).Select(other => new Try(kind, route, address, other))
                    );
                }
            }
        }

        var wrong = await AskAllAsync(tries, mustBeAbsent: false);

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task The_same_forms_are_accepted_with_own_ids()
    {
        var refused = new List<string>();
        foreach (var route in Routes.Where(r => IsPost(r) && fields[r.Route].Any(f => f.IsId)))
        {
            foreach (var kind in OneOfEachPlace(route))
            {
                var own = await Access.AnotherOwnCaseAsync();
                using var browser = await host.BrowseAsync(Access.People[kind]);

                var page = await browser.PostAsync(route.Address(own), world.Forms.Of(route.Route, own, kind));

                if (
                    page.Status != HttpStatusCode.OK
                    || (page.Path == route.Address(own) && !AnswersInPlace(route))
                    || page.Problems.Count > 0
                )
                {
                    refused.Add($"{kind} {route.Route}: {page.Status} {page.Path} {string.Join(' ', page.Problems)}");
                }
            }
        }

        Assert.That(refused, Is.Empty);
    }

    // The first lists what would be moved, the others are files.
    private static bool AnswersInPlace(RouteAccess route) =>
        route.Route is "POST cases/reassign" or "POST board/export" or "POST days/export";

    [Test]
    public async Task A_query_finds_nothing_of_another_client()
    {
        var tries = new List<Try>();
        string[] words =
        [
            Access.ForeignCase.Case.Number,
            // As the search has it, while a page would show its second dot.
            "zaunkonig",
            $"{Access.Foreign.Id}",
        ];
        foreach (var route in Routes.Where(r => !IsPost(r)))
        {
            foreach (var kind in Kinds.Where(k => route.Kinds.Contains(k)))
            {
                var address = route.Address(Access.OwnCase);
                tries.Add(new Try(kind, route, address, []));
                foreach (var field in fields[route.Route].Where(f => f.IsId || f.IsText))
                {
                    var values = field.IsId ? ForeignIdsOfEachTable().Select(id => id.ToString()) : words;
                    tries.AddRange(
                        values.Select(v => new Try(kind, route, $"{address}?{field.Name}={v}&consultant=all&rule=x&name=x", []))
                    );
                }
            }
        }

        var wrong = await AskAllAsync(tries, mustBeAbsent: false);

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task No_mail_to_one_client_carries_a_word_of_another()
    {
        for (var month = 0; month < 3; month++)
        {
            host.Clock.Advance(Duration.FromDays(30));
            await host.UseAsync<AssessmentSweep, int>(s => s.RunAsync(CancellationToken.None));
            await host.UseAsync<DeadlineSweep, int>(s => s.RunAsync(CancellationToken.None));
        }
        using var db = host.Database.Open();
        var theirs = Access.People.Values.Where(a => !IsStaff(a.Kind)).Select(a => a.Email!).ToHashSet();
        var mails = db.MailMessages.AsEnumerable().Where(m => theirs.Contains(m.ToAddress)).ToList();

        Assert.That(db.MailMessages.AsEnumerable().Any(m => Carries(m.Text)), "The foreign client's own people are told of it.");
        Assert.That(mails, Is.Not.Empty);
        Assert.That(mails.Where(m => Carries(m.ToName + m.Subject + m.Text + m.Html)).Select(m => m.Subject), Is.Empty);
    }

    private static IEnumerable<PersonKind> Kinds => Enum.GetValues<PersonKind>();

    private static bool IsStaff(PersonKind kind) =>
        kind is PersonKind.Administrator or PersonKind.Consultant or PersonKind.TeamLead;

    private static bool IsPost(RouteAccess route) => route.Route.StartsWith("POST", StringComparison.Ordinal);

    /// <summary>The parameters of a route that name something of somebody, as <see cref="AccessWorld"/> has their values.</summary>
    private static IEnumerable<string> Named(RouteAccess route)
    {
        var segments = route.Route.Split(' ', 2)[1].Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].StartsWith('{') && segments[i].Trim('{', '}').Split(':')[0] is var name && !NoIds.Contains(name))
            {
                yield return name == "id" ? $"{segments[i - 1]}/id" : name;
            }
        }
    }

    // Who runs the place looks after everybody's accounts, clients and mails; who works here, after each other's days away.
    private static bool MayOpen(PersonKind kind, RouteAccess route) =>
        (kind == PersonKind.Administrator && route.Route.Contains(" admin/", StringComparison.Ordinal))
        || (IsStaff(kind) && route.Route.Contains(" covers/", StringComparison.Ordinal));

    /// <summary>One kind of each place in the program, of those who may use a route.</summary>
    private static IEnumerable<PersonKind> OneOfEachPlace(RouteAccess route) =>
        route
            .Kinds.Order()
            .GroupBy(k => IsStaff(k) ? PersonKind.Consultant : k)
            .Select(g => g.Contains(g.Key) ? g.Key : g.First());

    // Those who work here may choose any client, and engage anybody's adviser.
    private bool IsTheirs(PersonKind kind, RouteAccess route, RouteField field, Guid id) =>
        IsStaff(kind)
        && (
            (field.Name == "ClientId" && id == Access.Foreign.Id)
            || field.Name == "FirmId"
            || (route.Route.EndsWith("advisers/new", StringComparison.Ordinal) && world.ForeignAdvisers.Contains(id))
        );

    private IEnumerable<Guid> ForeignIdsOfEachTable() =>
        world.ForeignIds.GroupBy(f => f.Table).SelectMany(t => t.Key == "Accounts" ? t : t.Take(1)).Select(f => f.Id);

    private string Foreign(RouteAccess route) => route.Address(Access.ForeignCase with { RouteValues = world.ForeignValues });

    /// <summary>The address with some parts of the own case, and the others foreign.</summary>
    private string Mixed(RouteAccess route, params string[] own)
    {
        var values = new Dictionary<string, string>(world.ForeignValues);
        foreach (var name in own)
        {
            values[name] = Access.OwnCase.RouteValues[name];
        }
        return route.Address(Access.OwnCase with { RouteValues = values });
    }

    private string WithId(RouteAccess route, Guid id)
    {
        var values = new Dictionary<string, string>(Access.OwnCase.RouteValues);
        foreach (var name in Named(route).Where(n => n != "number"))
        {
            values[name] = $"{id}";
        }
        return route.Address(Access.OwnCase with { RouteValues = values });
    }

    /// <summary>The same form on its other ways through the program: refused for a day, or saved by somebody else before.</summary>
    private IEnumerable<(string Name, string Value)[]> OtherEnds(RouteAccess route, (string Name, string Value)[] filled)
    {
        if (fields[route.Route].FirstOrDefault(f => f.Type == typeof(LocalDate)) is { } day)
        {
            yield return With(filled, day.Name, "2026-02-30");
        }
        if (filled.Any(f => f.Name == "Version"))
        {
            yield return With(filled, "Version", "0");
        }
    }

    // Filled as its own people would: an empty form might be refused for being empty.
    private Try Post(PersonKind kind, RouteAccess route, string? address) =>
        new(kind, route, address, IsPost(route) ? world.Forms.Of(route.Route, Access.OwnCase, kind) : []);

    private static (string Name, string Value)[] With((string Name, string Value)[] filled, string name, string value) =>
        [.. filled.Where(f => !string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)), (name, value)];

    private async Task<List<string>> AskAllAsync(IReadOnlyCollection<Try> tries, bool mustBeAbsent)
    {
        var before = world.ForeignRows();
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            tries.GroupBy(t => (t.Kind, t.Route)),
            new ParallelOptions { MaxDegreeOfParallelism = 3 },
            async (some, _) =>
            {
                // A new one for each route: some of them end sessions.
                using var browser = await host.BrowseAsync(Access.People[some.Key.Kind]);
                foreach (var one in some)
                {
                    if (await ProblemAsync(browser, one, mustBeAbsent) is { } problem)
                    {
                        wrong.Add($"{one.Kind} {one.Route.Route} {one.Address} {string.Join('&', one.Fields)}: {problem}");
                    }
                }
            }
        );
        host.Commands.Clear();
        var after = world.ForeignRows();
        TestContext.Out.WriteLine($"{tries.Count} tries");
        return
        [
            .. wrong.Take(50),
            .. after.Except(before).Take(20).Select(r => "There is now: " + r),
            .. before.Except(after).Take(20).Select(r => "There was: " + r),
        ];
    }

    private async Task<string?> ProblemAsync(Browser browser, Try one, bool mustBeAbsent)
    {
        using var request = IsPost(one.Route)
            ? browser.Post(one.Address!, Content(one))
            : new HttpRequestMessage(HttpMethod.Get, one.Address);
        using var answer = await browser.Client.SendAsync(request);
        var body = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
        if (mustBeAbsent && answer.StatusCode != HttpStatusCode.NotFound)
        {
            return $"{answer.StatusCode}";
        }
        // A try that was turned away at the door tried nothing.
        if (answer.StatusCode is HttpStatusCode.BadRequest or >= HttpStatusCode.InternalServerError)
        {
            return $"{answer.StatusCode}";
        }
        if (
            answer.RequestMessage!.RequestUri!.AbsolutePath == "/sign-in"
            && one.Route.Route is not ("POST sign-out" or "POST account/sessions/end")
        )
        {
            return "was signed out";
        }
        var staff = IsStaff(one.Kind);
        // Those who work here may read of both clients, but not on a page of one of the other.
        return staff && !one.Route.NamesACase ? null
            : Carries(body + answer.Headers + answer.Content.Headers, firms: !staff) ? "carries a word of the other client"
            : null;
    }

    private HttpContent Content(Try one)
    {
        if (!fields[one.Route.Route].Any(f => f.IsFile))
        {
            return new FormUrlEncodedContent(one.Fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        }
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in one.Fields)
        {
            content.Add(new StringContent(value), name);
        }
        var rows = Encoding.UTF8.GetBytes("Country,From,To\nItaly,2026-07-01,2026-07-03\n");
        content.Add(new ByteArrayContent(rows), fields[one.Route.Route].First(f => f.IsFile).Name, "travel.csv");
        return content;
    }

    private bool Carries(string text, bool firms = false) =>
        Spellings(Access.Foreign.Canary).Any(s => text.Contains(s, StringComparison.OrdinalIgnoreCase))
        || (firms && text.Contains(TenancyWorld.FirmCanary, StringComparison.OrdinalIgnoreCase));

    // In a page, in an address, in script or JSON.
    private static string[] Spellings(string word) =>
        [
            word,
            Uri.EscapeDataString(word),
            WebUtility.HtmlEncode(word),
            word.Replace("ö", "&#xF6;", StringComparison.Ordinal),
            word.Replace("ö", "\\u00F6", StringComparison.Ordinal),
        ];

    private sealed record Try(PersonKind Kind, RouteAccess Route, string? Address, (string Name, string Value)[] Fields);
}
