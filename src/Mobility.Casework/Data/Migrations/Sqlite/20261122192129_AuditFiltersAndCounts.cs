using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mobility.Casework.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AuditFiltersAndCounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_At",
                table: "AuditEvents");

            migrationBuilder.CreateIndex(
                name: "IX_Cases_HostCountry_ClosedOn_CancelledOn_ConsultantId",
                table: "Cases",
                columns: new[] { "HostCountry", "ClosedOn", "CancelledOn", "ConsultantId" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_AccountId_At_Id",
                table: "AuditEvents",
                columns: new[] { "AccountId", "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_At_Id",
                table: "AuditEvents",
                columns: new[] { "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_Kind_At_Id",
                table: "AuditEvents",
                columns: new[] { "Kind", "At", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Cases_HostCountry_ClosedOn_CancelledOn_ConsultantId",
                table: "Cases");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_AccountId_At_Id",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_At_Id",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_Kind_At_Id",
                table: "AuditEvents");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_At",
                table: "AuditEvents",
                column: "At");
        }
    }
}
