using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Mobility.Casework.Data;

public static class UniqueViolation
{
    /// <summary>Whether a save failed because a row with the same unique key was there first. By number: texts change.</summary>
    public static bool IsUniqueViolation(this DbUpdateException exception) =>
        exception.InnerException switch
        {
            SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } => true,
            SqlException { Number: 2601 or 2627 } => true,
            _ => false,
        };
}
