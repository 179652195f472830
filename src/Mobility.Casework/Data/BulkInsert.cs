using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Mobility.Casework.Data;

/// <summary>
/// Inserts many new rows of one table without tracking them. Columns and conversions are those of the model, and what holds for every
/// save (<see cref="SaveRules"/>) holds here, so a row is the same whichever way it went in.
/// </summary>
public static class BulkInsert
{
    private const int BatchSize = 5000;

    /// <summary>Call inside a transaction, tables in the order of their foreign keys. Keys made by the database are not supported.</summary>
    public static async Task BulkInsertAsync<T>(
        this MobilityDbContext db,
        IReadOnlyCollection<T> rows,
        CancellationToken cancellation
    )
        where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }
        var transaction =
            db.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("A bulk insert belongs inside a transaction.");
        var entity =
            db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T)} is not in the model.");
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var columns = entity.GetProperties().Select(p => new Column(p, table)).ToArray();
        foreach (var row in rows)
        {
            SaveRules.OnWritten(row);
        }
        if (transaction.Connection is SqlConnection)
        {
            await CopyAsync((SqlTransaction)transaction, table, columns, rows, cancellation);
        }
        else
        {
            await ExecuteAsync(db, transaction, table, columns, rows, cancellation);
        }
    }

    /// <summary>One prepared statement, a row at a time: with an embedded database nothing is gained by longer ones.</summary>
    private static async Task ExecuteAsync<T>(
        MobilityDbContext db,
        DbTransaction transaction,
        StoreObjectIdentifier table,
        Column[] columns,
        IReadOnlyCollection<T> rows,
        CancellationToken cancellation
    )
        where T : class
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        var parameters = new DbParameter[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            parameters[i] = command.CreateParameter();
            parameters[i].ParameterName = sql.GenerateParameterName($"p{i}");
            command.Parameters.Add(parameters[i]);
        }
        command.CommandText =
            $"INSERT INTO {sql.DelimitIdentifier(table.Name, table.Schema)} "
            + $"({string.Join(", ", columns.Select(c => sql.DelimitIdentifier(c.Name)))}) "
            + $"VALUES ({string.Join(", ", parameters.Select(p => p.ParameterName))})";
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                parameters[i].Value = columns[i].ValueOf(row);
            }
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static async Task CopyAsync<T>(
        SqlTransaction transaction,
        StoreObjectIdentifier table,
        Column[] columns,
        IReadOnlyCollection<T> rows,
        CancellationToken cancellation
    )
        where T : class
    {
        // Without the checks the server would no longer trust the foreign keys, and plan worse for it.
        using var copy = new SqlBulkCopy(transaction.Connection, SqlBulkCopyOptions.CheckConstraints, transaction)
        {
            DestinationTableName = table.Schema is null ? $"[{table.Name}]" : $"[{table.Schema}].[{table.Name}]",
            BatchSize = BatchSize,
        };
        using var data = new DataTable();
        foreach (var column in columns)
        {
            data.Columns.Add(column.Name, column.CopyType);
            copy.ColumnMappings.Add(column.Name, column.Name);
        }
        foreach (var batch in rows.Chunk(BatchSize))
        {
            data.Clear();
            foreach (var row in batch)
            {
                data.Rows.Add(Array.ConvertAll(columns, c => c.CopyValueOf(row)));
            }
            await copy.WriteToServerAsync(data, cancellation);
        }
    }

    private sealed class Column
    {
        private readonly IClrPropertyGetter getter;
        private readonly Func<object?, object?>? convert;

        public Column(IProperty property, StoreObjectIdentifier table)
        {
            if (property.IsShadowProperty())
            {
                throw new InvalidOperationException($"{property.Name} has no property on {property.DeclaringType.Name}.");
            }
            var mapping = property.GetTypeMapping();
            Name = property.GetColumnName(table)!;
            getter = property.GetGetter();
            convert = mapping.Converter?.ConvertToProvider;
            var type = mapping.Converter?.ProviderClrType ?? property.ClrType;
            type = Nullable.GetUnderlyingType(type) ?? type;
            CopyType = type == typeof(DateOnly) ? typeof(DateTime) : type;
        }

        public string Name { get; }

        /// <summary>What a table of bulk copy holds: it knows no dates without a time.</summary>
        public Type CopyType { get; }

        public object ValueOf(object row)
        {
            var value = getter.GetClrValue(row);
            return (value is null || convert is null ? value : convert(value)) ?? DBNull.Value;
        }

        public object CopyValueOf(object row) =>
            ValueOf(row) is var value && value is DateOnly date ? date.ToDateTime(TimeOnly.MinValue) : value;
    }
}
