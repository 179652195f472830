using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.Keys;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>
/// A relocation company at work: clients, consultants, advisers, families and their cases, all of them invented. It goes into an empty
/// database, in one transaction.
/// </summary>
public static class DemoProgramme
{
    /// <summary>
    /// Makes the programme. Throws <see cref="InvalidOperationException"/> with a plain sentence when the database already has clients.
    /// </summary>
    public static Task CreateAsync(
        MobilityDbContext db,
        RuleBook rules,
        MasterKeys keys,
        DemoOptions options,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                if (await db.Clients.AnyAsync(token))
                {
                    throw new InvalidOperationException(
                        "The database already has clients. The demonstration programme only goes into an empty one."
                    );
                }
                // Made inside the transaction: if the connection is lost it all begins again, with fresh rows.
                var rows = DemoPlan.Make(options, rules.Countries);
                var review = new DemoReview(db, rules, rows, options);
                review.Stamp();
                await rows.InsertAsync(db, keys, token);
                await review.RunAsync(token);
                await new RuleBookChange(db, rules).RememberAsync(Moment(options.Today), token);
            },
            cancellation
        );

    /// <summary>The instant at which the programme stands: nothing in it happened later.</summary>
    internal static Instant Moment(LocalDate today) => today.AtMidnight().InUtc().ToInstant();
}
