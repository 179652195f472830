using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mobility.Testing.Web;
using Mobility.Web.Plumbing;
using NodaTime;

namespace Mobility.Web.Tests.Access;

/// <summary>Something of a request that an action binds: the name it is sent under, and what it is read as.</summary>
internal sealed record RouteField(string Name, Type Type)
{
    public bool IsId => Type == typeof(Guid);

    public bool IsText => Type == typeof(string);

    public bool IsFile => Type == typeof(IFormFile);
}

/// <summary>
/// What each route of the program binds, as the program itself has it: the parameters of its actions, and what their forms have inside. A
/// new route and a new field are in here without being written down.
/// </summary>
internal static class RouteFields
{
    // It reads the query by itself, for the names of facts are not known to the binder.
    private const string Calculator = "GET rules/{jurisdiction}/{rule}/calculator";

    public static Dictionary<string, IReadOnlyList<RouteField>> Of(WebHost host) =>
        host
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is not null)
            .SelectMany(e =>
                (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(verb =>
                    (Route: $"{verb} {e.RoutePattern.RawText?.TrimStart('/')}", Fields: FieldsOf(e))
                )
            )
            .ToDictionary(r => r.Route, r => r.Route == Calculator ? [.. r.Fields, .. Queried] : r.Fields);

    private static RouteField[] Queried =>
        [.. new[] { "on", "stays", "unknown", "f.citizenships" }.Select(name => new RouteField(name, typeof(string)))];

    private static IReadOnlyList<RouteField> FieldsOf(RouteEndpoint endpoint) =>
        [
            .. endpoint
                .Metadata.GetMetadata<ControllerActionDescriptor>()!
                .Parameters.Where(p =>
                    p.ParameterType != typeof(CaseRef)
                    && p.BindingInfo?.BindingSource != BindingSource.Path
                    && !endpoint.RoutePattern.Parameters.Any(r => r.Name == p.Name)
                )
                .SelectMany(p =>
                {
                    var prefix = p.BindingInfo?.BinderModelName is { } named ? named + "." : "";
                    return Of(p.ParameterType, p.Name).Select(f => f with { Name = prefix + f.Name });
                })
                .DistinctBy(f => f.Name, StringComparer.OrdinalIgnoreCase),
        ];

    private static IEnumerable<RouteField> Of(Type type, string name) =>
        Plain(type) is { } plain ? [new(name, plain)]
        : type.Namespace?.StartsWith("Mobility.Web", StringComparison.Ordinal) != true ? []
        : type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanWrite)
            .SelectMany(p => Inside(p.PropertyType, p.Name));

    // Lists are bound by their rows; one row and one level will do.
    private static IEnumerable<RouteField> Inside(Type type, string name)
    {
        if (Plain(type) is { } plain)
        {
            return [new(name, plain)];
        }
        var row = type.IsGenericType ? type.GetGenericArguments()[0] : null;
        return row is null ? Of(type, name).Select(f => f with { Name = $"{name}.{f.Name}" })
            : Plain(row) is { } item ? [new($"{name}[0]", item)]
            : Of(row, name).Select(f => f with { Name = $"{name}[0].{f.Name}" });
    }

    private static Type? Plain(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return
            plain.IsPrimitive
            || plain.IsEnum
            || plain == typeof(string)
            || plain == typeof(Guid)
            || plain == typeof(LocalDate)
            || plain == typeof(decimal)
            || plain == typeof(IFormFile)
            ? plain
            : null;
    }
}
