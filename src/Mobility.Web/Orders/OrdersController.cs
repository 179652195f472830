using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using NodaTime;

namespace Mobility.Web.Orders;

/// <summary>What a supplier sees of a case: its number, where and when, and whom to ask. Not who moves, and nothing else.</summary>
public sealed record OrderRow(
    string Number,
    string? City,
    string Country,
    LocalDate Start,
    LocalDate? End,
    string Consultant,
    string? Phone,
    string? Email
);

/// <summary>The cases a supplier is engaged on.</summary>
[Route("orders")]
[ForKinds(PersonKind.Supplier)]
public sealed class OrdersController(MobilityDbContext db, CurrentPerson person) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken cancellation)
    {
        var today = person.Today;
        return View(
            "Index",
            await db
                .Cases.SuppliedBy(person.Viewer)
                .Where(c => c.CancelledOn == null && c.ClosedOn == null)
                .OrderBy(c => c.Start < today)
                .ThenBy(c => c.Start)
                .ThenBy(c => c.Number)
                .Select(c => new OrderRow(
                    c.Number,
                    c.HostCity,
                    c.HostCountry,
                    c.Start,
                    c.End,
                    c.Consultant!.DisplayName,
                    c.Consultant.PhoneNumber,
                    c.Consultant.Email
                ))
                .ToListAsync(cancellation)
        );
    }
}
