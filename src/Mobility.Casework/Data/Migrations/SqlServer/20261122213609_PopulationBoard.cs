using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mobility.Casework.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class PopulationBoard : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "BoardRows",
                columns: table => new
                {
                    PersonId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    RuleId = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    ClientId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SortName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    RuleVersion = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Level = table.Column<int>(type: "int", maxLength: 40, nullable: false),
                    Rank = table.Column<long>(type: "bigint", nullable: false),
                    Word = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Period = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    Used = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    Unknown = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    Planned = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    Limit = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    Forecast = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    LeftLow = table.Column<long>(type: "bigint", nullable: true),
                    LeftHigh = table.Column<long>(type: "bigint", nullable: true),
                    BreachOn = table.Column<DateOnly>(type: "date", nullable: true),
                    BreachStay = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    BreachCountry = table.Column<string>(type: "nvarchar(2)", maxLength: 2, nullable: true),
                    BreachArrive = table.Column<DateOnly>(type: "date", nullable: true),
                    AsOf = table.Column<DateOnly>(type: "date", nullable: false),
                    ComputedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BoardRows", x => new { x.PersonId, x.RuleId });
                    table.ForeignKey(
                        name: "FK_BoardRows_Clients_ClientId",
                        column: x => x.ClientId,
                        principalTable: "Clients",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_BoardRows_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_BoardRows_BreachOn",
                table: "BoardRows",
                column: "BreachOn");

            migrationBuilder.CreateIndex(
                name: "IX_BoardRows_ClientId_Level_Rank_PersonId_RuleId",
                table: "BoardRows",
                columns: new[] { "ClientId", "Level", "Rank", "PersonId", "RuleId" });

            migrationBuilder.CreateIndex(
                name: "IX_BoardRows_Level_Rank_PersonId_RuleId_ClientId_BreachOn",
                table: "BoardRows",
                columns: new[] { "Level", "Rank", "PersonId", "RuleId", "ClientId", "BreachOn" });

            migrationBuilder.CreateIndex(
                name: "IX_BoardRows_RuleId_Level_Rank_PersonId",
                table: "BoardRows",
                columns: new[] { "RuleId", "Level", "Rank", "PersonId" });

            migrationBuilder.CreateIndex(
                name: "IX_BoardRows_SortName_Level_Rank",
                table: "BoardRows",
                columns: new[] { "SortName", "Level", "Rank" });

            // The board is empty, so the next sweep reviews everybody.
            migrationBuilder.Sql("UPDATE Cases SET ReviewedOn = NULL WHERE ClosedOn IS NULL AND CancelledOn IS NULL;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "BoardRows");
        }
    }
}
