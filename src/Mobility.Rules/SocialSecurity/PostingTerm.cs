using System.Diagnostics.CodeAnalysis;
using Mobility.Rules.Calendars;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Rules.SocialSecurity;

/// <summary>What is known of the agreement between two states.</summary>
public enum AgreementState
{
    /// <summary>In force, with a longest posting.</summary>
    Limited,

    /// <summary>In force, without a fixed limit.</summary>
    Unlimited,

    /// <summary>In force; nobody has read its longest posting.</summary>
    Unread,

    /// <summary>There is none in force.</summary>
    None,
}

/// <summary>How long somebody may be posted under an agreement. In files: <c>P60M</c>, <c>unlimited</c>, <c>unread</c>, <c>none</c>.</summary>
/// <param name="State">What is known.</param>
/// <param name="Longest">The longest posting, in whole months; null unless limited.</param>
public sealed record PostingTerm(AgreementState State, Period? Longest)
{
    internal static bool TryParse(string text, [NotNullWhen(true)] out PostingTerm? term)
    {
        term = text switch
        {
            "unlimited" => new(AgreementState.Unlimited, null),
            "unread" => new(AgreementState.Unread, null),
            "none" => new(AgreementState.None, null),
            _ => PeriodPattern.Roundtrip.Parse(text)
                is { Success: true, Value: { Months: > 0, Years: 0, Weeks: 0, Days: 0, HasTimeComponent: false } months }
                ? new(AgreementState.Limited, months)
                : null,
        };
        return term is not null;
    }

    /// <summary>Last day of a posting that begins on a day (inclusive); null unless limited.</summary>
    public LocalDate? LastDay(LocalDate from) => Longest is { } longest ? CalendarPeriods.LastDay(from, longest) : null;
}
