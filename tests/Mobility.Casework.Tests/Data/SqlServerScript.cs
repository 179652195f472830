using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Mobility.Casework.Data;

namespace Mobility.Casework.Tests.Data;

/// <summary>
/// The script that makes the database on SQL Server, read by that product's own parser. The parser knows the grammar; the names, key
/// lengths and cascade paths a server would check are checked here.
/// </summary>
internal sealed class SqlServerScript
{
    private readonly Dictionary<string, Dictionary<string, ColumnDefinition>> tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string From, string To)> cascades = [];
    private readonly List<string> problems = [];

    private SqlServerScript(string sql)
    {
        using var reader = new StringReader(sql);
        var script = (TSqlScript)new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        problems.AddRange(errors.Select(e => $"line {e.Line}: {e.Message}"));
        foreach (var statement in script.Batches.SelectMany(b => b.Statements))
        {
            Read(statement);
        }
        FindDoubleCascades();
    }

    public IReadOnlyList<string> Problems => problems;

    public int TableCount => tables.Count;

    /// <summary>The script of all migrations.</summary>
    public static SqlServerScript OfMigrations()
    {
        using var db = DatabaseRegistration.Open(new DatabaseOptions(DatabaseProvider.SqlServer, "Server=none;Database=none"));
        return new SqlServerScript(db.GetService<IMigrator>().GenerateScript());
    }

    public static SqlServerScript Of(string sql) => new(sql);

    private void Read(TSqlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement create:
                ReadTable(create);
                break;
            case CreateIndexStatement index:
                CheckKey($"index {index.Name.Value}", Name(index.OnName), index.Columns.Select(c => c.Column), limit: 1700);
                break;
            case AlterTableAddTableElementStatement add:
                foreach (var column in add.Definition.ColumnDefinitions)
                {
                    tables[Name(add.SchemaObjectName)][column.ColumnIdentifier.Value] = column;
                }
                foreach (var constraint in add.Definition.TableConstraints)
                {
                    ReadConstraint(Name(add.SchemaObjectName), constraint);
                }
                break;
            case BeginEndBlockStatement block:
                foreach (var inner in block.StatementList.Statements)
                {
                    Read(inner);
                }
                break;
            case IfStatement branch:
                Read(branch.ThenStatement);
                break;
        }
    }

    private void ReadTable(CreateTableStatement create)
    {
        var table = Name(create.SchemaObjectName);
        tables[table] = create.Definition.ColumnDefinitions.ToDictionary(
            c => c.ColumnIdentifier.Value,
            StringComparer.OrdinalIgnoreCase
        );
        foreach (var constraint in create.Definition.TableConstraints)
        {
            ReadConstraint(table, constraint);
        }
    }

    private void ReadConstraint(string table, ConstraintDefinition constraint)
    {
        if (constraint is UniqueConstraintDefinition unique)
        {
            CheckKey(
                $"key {unique.ConstraintIdentifier?.Value}",
                table,
                unique.Columns.Select(c => c.Column),
                limit: unique.Clustered == false ? 1700 : 900
            );
        }
        if (constraint is ForeignKeyConstraintDefinition foreign)
        {
            var target = Name(foreign.ReferenceTableName);
            var from = foreign.Columns.Select(c => Column(table, c.Value)).ToList();
            var to = foreign.ReferencedTableColumns.Select(c => Column(target, c.Value)).ToList();
            foreach (var (left, right) in from.Zip(to))
            {
                if (left is not null && right is not null && TypeText(left) != TypeText(right))
                {
                    problems.Add(
                        $"{table}.{left.ColumnIdentifier.Value} is {TypeText(left)}, but {target} has {TypeText(right)}"
                    );
                }
            }
            if (foreign.DeleteAction == DeleteUpdateAction.Cascade)
            {
                cascades.Add((target, table));
            }
        }
    }

    private void CheckKey(string what, string table, IEnumerable<ColumnReferenceExpression> columns, int limit)
    {
        var bytes = 0;
        foreach (var name in columns.Select(c => c.MultiPartIdentifier.Identifiers[^1].Value))
        {
            if (Column(table, name) is { } column)
            {
                bytes += Bytes(column, what);
            }
        }
        if (bytes > limit)
        {
            problems.Add($"{what} on {table} is {bytes} bytes wide; SQL Server takes {limit}");
        }
    }

    private ColumnDefinition? Column(string table, string name)
    {
        if (!tables.TryGetValue(table, out var columns))
        {
            problems.Add($"there is no table {table} at this point of the script");
            return null;
        }
        if (!columns.TryGetValue(name, out var column))
        {
            problems.Add($"{table} has no column {name}");
        }
        return column;
    }

    private int Bytes(ColumnDefinition column, string what)
    {
        var type = (SqlDataTypeReference)column.DataType;
        var length = type.Parameters.FirstOrDefault();
        switch (type.SqlDataTypeOption)
        {
            case SqlDataTypeOption.NVarChar
            or SqlDataTypeOption.VarBinary
            or SqlDataTypeOption.VarChar when length is MaxLiteral or null:
                problems.Add($"{what}: {column.ColumnIdentifier.Value} has no length and cannot be in a key");
                return 0;
            case SqlDataTypeOption.NVarChar:
                return 2 * int.Parse(length.Value, System.Globalization.CultureInfo.InvariantCulture);
            case SqlDataTypeOption.VarChar or SqlDataTypeOption.VarBinary:
                return int.Parse(length.Value, System.Globalization.CultureInfo.InvariantCulture);
            case SqlDataTypeOption.UniqueIdentifier:
                return 16;
            default:
                return 8;
        }
    }

    // SQL Server refuses a table that one delete would reach by two ways (error 1785).
    private void FindDoubleCascades()
    {
        foreach (var start in cascades.Select(c => c.From).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var reached = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var open = new Queue<string>([start]);
            while (open.TryDequeue(out var table))
            {
                foreach (var (_, next) in cascades.Where(c => c.From.Equals(table, StringComparison.OrdinalIgnoreCase)))
                {
                    if (!reached.Add(next))
                    {
                        problems.Add($"deleting from {start} reaches {next} by more than one cascade");
                        return;
                    }
                    open.Enqueue(next);
                }
            }
        }
    }

    private static string Name(SchemaObjectName name) => name.BaseIdentifier.Value;

    private static string TypeText(ColumnDefinition column) =>
        string.Concat(
            column.DataType.Name.BaseIdentifier.Value,
            string.Join(',', ((SqlDataTypeReference)column.DataType).Parameters.Select(p => p.Value))
        );
}
