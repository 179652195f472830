using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mobility.Casework.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class TripChecks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "TripChecks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Number = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    CaseId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PersonId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    LatestNo = table.Column<int>(type: "int", nullable: false),
                    ConfirmedNo = table.Column<int>(type: "int", nullable: true),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    To = table.Column<DateOnly>(type: "date", nullable: false),
                    Countries = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Worst = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    CancelledAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    CancelReason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TripChecks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TripChecks_Cases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "Cases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TripChecks_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TripCheckActs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TripCheckId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Key = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Country = table.Column<string>(type: "nvarchar(2)", maxLength: 2, nullable: false),
                    RuleId = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: true),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    TaskId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TripCheckActs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TripCheckActs_Tasks_TaskId",
                        column: x => x.TaskId,
                        principalTable: "Tasks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TripCheckActs_TripChecks_TripCheckId",
                        column: x => x.TripCheckId,
                        principalTable: "TripChecks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TripCheckVersions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TripCheckId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    No = table.Column<int>(type: "int", nullable: false),
                    SavedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ByAccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ByName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Why = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    Trip = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Answer = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    RuleBook = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TripCheckVersions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TripCheckVersions_TripChecks_TripCheckId",
                        column: x => x.TripCheckId,
                        principalTable: "TripChecks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_TripCheckActs_TaskId",
                table: "TripCheckActs",
                column: "TaskId");

            migrationBuilder.CreateIndex(
                name: "IX_TripCheckActs_TripCheckId_Key",
                table: "TripCheckActs",
                columns: new[] { "TripCheckId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TripChecks_CaseId_From",
                table: "TripChecks",
                columns: new[] { "CaseId", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_TripChecks_From",
                table: "TripChecks",
                column: "From");

            migrationBuilder.CreateIndex(
                name: "IX_TripChecks_Number",
                table: "TripChecks",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TripChecks_PersonId_From",
                table: "TripChecks",
                columns: new[] { "PersonId", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_TripCheckVersions_TripCheckId_No",
                table: "TripCheckVersions",
                columns: new[] { "TripCheckId", "No" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "TripCheckActs");

            migrationBuilder.DropTable(
                name: "TripCheckVersions");

            migrationBuilder.DropTable(
                name: "TripChecks");
        }
    }
}
