using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mobility.Casework.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class HistoryIsOnlyAdded : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                EXEC('CREATE TRIGGER Changes_AreOnlyAdded ON Changes INSTEAD OF UPDATE, DELETE AS
                BEGIN THROW 51000, ''History is only added to.'', 1; END')
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER Changes_AreOnlyAdded;");
        }
    }
}
