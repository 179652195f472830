using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Mobility.Casework.Data;

public static class DatabaseBusy
{
    /// <summary>Whether something failed because others held the database too long: trying again a little later may do.</summary>
    public static bool IsDatabaseBusy(this Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            // SQLite: busy, locked. SQL Server: time-out, deadlock, lock time-out.
            if (e is SqliteException { SqliteErrorCode: 5 or 6 } or SqlException { Number: -2 or 1205 or 1222 })
            {
                return true;
            }
        }
        return false;
    }
}
