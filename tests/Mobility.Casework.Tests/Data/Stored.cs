using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Testing.Data;

namespace Mobility.Casework.Tests.Data;

/// <summary>What a database holds, past every conversion.</summary>
internal static class Stored
{
    /// <summary>The rows of a table as the database gives them back, each with the types and values of its columns.</summary>
    public static IReadOnlyList<string> Rows(TestDatabase database, string table)
    {
        using var db = database.Open();
        var connection = db.Database.GetDbConnection();
        db.Database.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\"";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(
                string.Join(
                    '|',
                    Enumerable
                        .Range(0, reader.FieldCount)
                        .Select(i =>
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{reader.GetName(i)}:{reader.GetValue(i).GetType().Name}={reader.GetValue(i)}"
                            )
                        )
                )
            );
        }
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
