using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.History;

/// <summary>
/// Who changes something, when and why. Every service method that writes takes one; what kind of change it is, the method knows.
/// </summary>
public sealed record ChangeContext
{
    /// <summary>The account that acts; null for a job.</summary>
    public required Guid? AccountId { get; init; }

    /// <summary>The name shown in the history.</summary>
    public required string ByName { get; init; }

    public required Instant At { get; init; }

    /// <summary>The reason the person gave; null when the act needs none.</summary>
    public string? Why { get; init; }

    /// <summary>Whom the person covers on the case that is changed, by name; null when nobody. Rows outside a case leave it out.</summary>
    public string? InCoverFor { get; init; }

    /// <summary>
    /// The sent form it comes from, as a digest; null where none was sent. A form that is sent twice changes once: the second save is refused
    /// as <see cref="Data.UniqueViolation.IsUniqueViolation"/>.
    /// </summary>
    public Guid? FormKey { get; init; }

    /// <summary>Refuses a change without a reason, or with one that is longer than its place.</summary>
    internal void NeedWhy(int longest)
    {
        if (string.IsNullOrWhiteSpace(Why))
        {
            throw new RefusedException(nameof(Why), "ReasonNeeded");
        }
        RefusedException.ThrowIfLonger(nameof(Why), Why, longest);
    }

    public static ChangeContext By(Account account, Instant at, string? why = null) =>
        new()
        {
            AccountId = account.Id,
            ByName = account.DisplayName,
            At = at,
            Why = why,
        };

    /// <summary>The program itself: a sweep, a migration, the demonstration programme.</summary>
    public static ChangeContext Program(string job, Instant at, string? why = null) =>
        new()
        {
            AccountId = null,
            ByName = job,
            At = at,
            Why = why,
        };
}
