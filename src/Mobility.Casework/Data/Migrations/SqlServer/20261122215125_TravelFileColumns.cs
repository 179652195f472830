using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mobility.Casework.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class TravelFileColumns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "Content",
                table: "TripImports",
                type: "varbinary(max)",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ImportColumns",
                columns: table => new
                {
                    ClientId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    HeaderKey = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Fields = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    ByName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ImportColumns", x => new { x.ClientId, x.HeaderKey });
                    table.ForeignKey(
                        name: "FK_ImportColumns_Clients_ClientId",
                        column: x => x.ClientId,
                        principalTable: "Clients",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ImportColumns");

            migrationBuilder.DropColumn(
                name: "Content",
                table: "TripImports");
        }
    }
}
