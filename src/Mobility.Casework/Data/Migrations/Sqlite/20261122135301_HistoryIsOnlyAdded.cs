using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mobility.Casework.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class HistoryIsOnlyAdded : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE TRIGGER Changes_AreNotAltered BEFORE UPDATE ON Changes
                BEGIN SELECT RAISE(ABORT, 'History is only added to.'); END;
                """
            );
            migrationBuilder.Sql(
                """
                CREATE TRIGGER Changes_AreNotDeleted BEFORE DELETE ON Changes
                BEGIN SELECT RAISE(ABORT, 'History is only added to.'); END;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER Changes_AreNotAltered;");
            migrationBuilder.Sql("DROP TRIGGER Changes_AreNotDeleted;");
        }
    }
}
