using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mobility.Casework.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class BoardByDaysLeft : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_BoardRows_LeftLow_Level_Rank_PersonId_RuleId",
                table: "BoardRows",
                columns: new[] { "LeftLow", "Level", "Rank", "PersonId", "RuleId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_BoardRows_LeftLow_Level_Rank_PersonId_RuleId",
                table: "BoardRows");
        }
    }
}
