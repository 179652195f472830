using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Access;

/// <summary>
/// What no form ever sends, sent to every form: each POST route of the table, its fields as the program itself binds them. A new route is
/// tried without being named here.
/// </summary>
[NonParallelizable]
public sealed class BadInputTests
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
    private Dictionary<string, IReadOnlyList<string>> fields = null!;

    [OneTimeSetUp]
    public async Task MakeWorldAsync()
    {
        host = new WebHost();
        world = await AccessWorld.CreateAsync(host);
        fields = FieldsOfRoutes();
    }

    [OneTimeTearDown]
    public void Stop() => host.Dispose();

    private static IEnumerable<TestCaseData> Routes() =>
        Posts().Select(r => new TestCaseData(r.Route).SetArgDisplayNames(r.Route));

    [TestCaseSource(nameof(Routes))]
    public async Task Bad_values_in_every_field_are_answered_plainly_and_change_nobodys_rights(string name)
    {
        var route = Posts().Single(r => r.Route == name);
        var address = route.Address(world.OwnCase);
        var before = Rights();
        foreach (var (what, value) in Bad)
        {
            using var browser = await BrowserAsync(route);
            var page = await browser.PostAsync(address, [.. fields[name].Select(f => (f, value))]);
            Assert.That((int)page.Status, Is.LessThan(500), what);
            if (value.Contains('\0', StringComparison.Ordinal) && page.Status == HttpStatusCode.OK && page.Problems.Count > 0)
            {
                Assert.That(page.Document.QuerySelectorAll(".bad .err, .errsum li"), Is.Not.Empty, what);
            }
        }
        foreach (var field in fields[name])
        {
            using var browser = await BrowserAsync(route);
            var page = await browser.PostAsync(address, (field, new string('x', 1 << 20)));
            Assert.That((int)page.Status, Is.LessThan(500), $"a megabyte of {field}");
        }

        Assert.That(Rights(), Is.EqualTo(before));
    }

    [TestCaseSource(nameof(Routes))]
    public async Task Fields_nobody_asked_for_never_change_owner_role_company_or_status(string name)
    {
        var route = Posts().Single(r => r.Route == name);
        using var browser = await BrowserAsync(route);
        var before = Rights();
        var cases = Cases();
        (string, string)[] wanted =
        [
            .. from field in new[]
            {
                "Kind",
                "Account.Kind",
                "Role",
                "IsStaff",
                "ClientId",
                "Client.Id",
                "FirmId",
                "PersonId",
                "OwnerId",
                "AccountId",
                "ById",
                "EmailConfirmed",
                "DeactivatedAt",
                "Stage",
                "SessionId",
                "PasswordHash",
            }
            // What the form has is no extra field.
            where !fields[name].Contains(field, StringComparer.OrdinalIgnoreCase)
            select (field, field.EndsWith("Id", StringComparison.Ordinal) ? world.Foreign.Id.ToString() : "Administrator"),
            .. Enumerable.Range(0, 10_000).Select(i => ($"extra{i}", "1")),
            .. fields[name].Take(1).SelectMany(f => new[] { (f, "one"), (f, "two") }),
        ];

        var page = await browser.PostAsync(route.Address(world.OwnCase), wanted);

        Assert.That((int)page.Status, Is.LessThan(500));
        Assert.That((Rights(), Cases()), Is.EqualTo((before, cases)));
    }

    [TestCaseSource(nameof(Routes))]
    public async Task What_is_no_form_is_refused(string name)
    {
        var route = Posts().Single(r => r.Route == name);
        foreach (
            var type in new[]
            {
                "application/json",
                "text/plain",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "nonsense",
            }
        )
        {
            using var browser = await BrowserAsync(route);
            using var request = new HttpRequestMessage(HttpMethod.Post, route.Address(world.OwnCase));
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{\"a\":[1,"));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.TryParse(type, out var known) ? known : null;

            var page = await browser.SendAsync(request);

            Assert.That((int)page.Status, Is.LessThan(500), type);
        }
    }

    private static IEnumerable<RouteAccess> Posts() =>
        RouteTable.All.Where(r => r.Route.StartsWith("POST", StringComparison.Ordinal) && (r.Anonymous || r.Kinds.Count > 0));

    private async Task<Browser> BrowserAsync(RouteAccess route) =>
        route.Anonymous ? host.Browse() : await host.BrowseAsync(world.People[route.Kinds.Order().First()]);

    // Who is what and belongs to whom, of everybody there is.
    private string Rights()
    {
        using var db = host.Database.Open();
        return string.Join(
            '\n',
            db.Accounts.OrderBy(a => a.Id)
                .Where(a => a.EmailConfirmed)
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
        );
    }

    private string Cases()
    {
        using var db = host.Database.Open();
        return string.Join(
            '\n',
            db.Cases.OrderBy(c => c.Id)
                .Select(c => new
                {
                    c.Id,
                    c.ClientId,
                    c.ConsultantId,
                    c.AssigneeId,
                })
                .AsEnumerable()
        );
    }

    /// <summary>The names under which each action binds something of a request: its parameters, and what its forms have inside.</summary>
    private Dictionary<string, IReadOnlyList<string>> FieldsOfRoutes() =>
        host
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(e => (Endpoint: e, Action: e.Metadata.GetMetadata<ControllerActionDescriptor>()))
            .Where(e =>
                e.Action is not null
                && e.Endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true
            )
            .ToDictionary(
                e => $"POST {e.Endpoint.RoutePattern.RawText?.TrimStart('/')}",
                e =>
                    (IReadOnlyList<string>)
                        [
                            .. e.Action!.Parameters.Where(p => !e.Endpoint.RoutePattern.Parameters.Any(r => r.Name == p.Name))
                                .SelectMany(p => Names(p.ParameterType, p.Name))
                                .Distinct(StringComparer.OrdinalIgnoreCase),
                        ]
            );

    private static IEnumerable<string> Names(Type type, string name) =>
        IsPlain(type) ? [name]
        : type.Namespace?.StartsWith("Mobility.Web", StringComparison.Ordinal) != true ? []
        : type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanWrite)
            .SelectMany(p => Inside(p.PropertyType, p.Name));

    // Lists are bound by their rows; one row and one level will do.
    private static IEnumerable<string> Inside(Type type, string name)
    {
        if (IsPlain(type))
        {
            return [name];
        }
        var row = type.IsGenericType ? type.GetGenericArguments()[0] : null;
        return row is null ? Names(type, name).Select(n => $"{name}.{n}")
            : IsPlain(row) ? [$"{name}[0]"]
            : Names(row, name).Select(n => $"{name}[0].{n}");
    }

    private static bool IsPlain(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsPrimitive
            || plain.IsEnum
            || plain == typeof(string)
            || plain == typeof(Guid)
            || plain == typeof(LocalDate)
            || plain == typeof(decimal);
    }
}
