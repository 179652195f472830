using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Mobility.Casework.Data;

namespace Mobility.Web.Tests.Access;

/// <summary>A row as it lies in the database: its columns by name, and which of them are ids.</summary>
internal sealed record DatabaseRow(string Table, Guid? Id, IReadOnlyDictionary<string, string> Cells, IReadOnlySet<Guid> Ids)
{
    public override string ToString() => $"{Table} {string.Join(", ", Cells.Select(c => $"{c.Key}={c.Value}"))}";
}

/// <summary>Every row of every table of the model, read past the program, so that a new table is in it without being named.</summary>
internal static class DatabaseRows
{
    public static List<DatabaseRow> Read(MobilityDbContext db)
    {
        var connection = db.Database.GetDbConnection();
        db.Database.OpenConnection();
        return
        [
            .. db
                .Model.GetEntityTypes()
                .Where(e => e.GetTableName() is not null && !e.IsOwned())
                .DistinctBy(e => e.GetTableName())
                .SelectMany(e => Read(connection, e))
                .ToList(),
        ];
    }

    private static List<DatabaseRow> Read(DbConnection connection, IEntityType entity)
    {
        var table = entity.GetTableName()!;
        var ids = entity
            .GetProperties()
            .Where(p => (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) == typeof(Guid))
            .Select(p => p.GetColumnName())
            .ToHashSet(StringComparer.Ordinal);
        var key = entity.FindPrimaryKey()!.Properties is [var only] ? only.GetColumnName() : null;
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name of a table of the model.
        command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<DatabaseRow>();
        while (reader.Read())
        {
            var cells = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < reader.FieldCount; i++)
            {
                cells[reader.GetName(i)] = reader.GetValue(i) switch
                {
                    DBNull => "",
                    byte[] bytes => Convert.ToBase64String(bytes),
                    var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
                };
            }
            var named = cells
                .Where(c => ids.Contains(c.Key) && c.Value.Length > 0)
                .ToDictionary(c => c.Key, c => Guid.Parse(c.Value));
            Guid? own = key is not null && named.TryGetValue(key, out var id) ? id : null;
            rows.Add(new DatabaseRow(table, own, cells, named.Values.ToHashSet()));
        }
        return rows;
    }

    /// <summary>
    /// The rows that belong to what <paramref name="seeds"/> name: those rows, the rows that name them, and so on. What they name
    /// themselves, the consultant of a case for one, is not theirs.
    /// </summary>
    public static List<DatabaseRow> BelongingTo(IReadOnlyCollection<DatabaseRow> all, IEnumerable<Guid> seeds)
    {
        var ids = seeds.ToHashSet();
        var found = new HashSet<DatabaseRow>(ReferenceEqualityComparer.Instance);
        while (all.Where(r => !found.Contains(r) && r.Ids.Overlaps(ids)).ToList() is { Count: > 0 } more)
        {
            foreach (var row in more)
            {
                found.Add(row);
                if (row.Id is { } id)
                {
                    ids.Add(id);
                }
            }
        }
        return [.. found];
    }
}
