using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Mobility.Casework.Data;

public static class StorageRefused
{
    // What SQLite says beside "full" when a disk, a quota or a limit takes nothing more: writing, flushing (also the folder), shortening a
    // file, enlarging the index of the log. 8 is a disk that the system has made read-only since the start.
    private static readonly int[] Sqlite = [778, 1034, 1290, 1546, 4874];

    /// <summary>Whether something failed because where the database lies nothing more can be written: somebody has to make room.</summary>
    public static bool IsStorageRefused(this Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (
                e is SqliteException { SqliteErrorCode: 13 or 8 }
                || e is SqliteException file && Sqlite.Contains(file.SqliteExtendedErrorCode)
                // A file group or the log is full.
                || e is SqlException { Number: 1101 or 1105 or 9002 }
            )
            {
                return true;
            }
        }
        return false;
    }
}
