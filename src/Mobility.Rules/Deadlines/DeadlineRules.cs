namespace Mobility.Rules.Deadlines;

/// <summary>Every deadline rule of the book, and the plan they make for a case.</summary>
public sealed class DeadlineRules
{
    /// <summary>
    /// Every deadline the rules plan for a case, by due day, those with an unknown day last. The same facts always give the same plan. Deadlines
    /// gone by are included; the caller knows since when it looks after the case.
    /// </summary>
    /// <exception cref="ArgumentException">An anchor that is worked out was given, or the same anchor and subject twice.</exception>
    public IReadOnlyList<PlannedDeadline> Plan(DeadlineFacts facts) => [];
}
