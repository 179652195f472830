namespace Mobility.Rules.Residence;

/// <summary>What a question to a residence rule is about, beside the facts.</summary>
public enum QuestionAbout
{
    /// <summary>A tax year (<see cref="ResidenceQuestion.Year"/>) and the stays in it.</summary>
    Year,

    /// <summary>A day (<see cref="ResidenceQuestion.On"/>) and the stays up to it.</summary>
    Day,

    /// <summary>A period that one of the facts names, and the stays in it.</summary>
    Period,

    /// <summary>The facts alone; stays are not read.</summary>
    Facts,
}

/// <summary>Which result of an answer decides, and the words for it.</summary>
/// <param name="Name">Second part of the codes of its words: <c>verdict.residence.met</c>.</param>
/// <param name="Read">What the answer says for the year asked about; null when it is undetermined.</param>
internal sealed record Verdict(string Name, Func<ResidenceAnswer, string?, bool?> Read)
{
    public static readonly Verdict Residence = Of("residence", "resident");
    public static readonly Verdict Worldwide = Of("worldwide", "worldwide_taxation");
    public static readonly Verdict NonPermanent = Of("non-permanent", "non_permanent_resident");
    public static readonly Verdict NotOrdinary = Of("not-ordinary", "not_ordinarily_resident");
    public static readonly Verdict Choice = Of("choice", "first_year_choice_available");
    public static readonly Verdict SufficientHours = Of("hours", "sufficient_hours");
    public static readonly Verdict Temporary = Of("temporary", "temporarily_nonresident");
    public static readonly Verdict Tie = Of("tie", "tie_met");
    public static readonly Verdict Workday = Of("workday", "counts_as_uk_workday");
    public static readonly Verdict ExemptionLost = new("exemption", (answer, _) => !(answer["exempt"] as bool?));
    public static readonly Verdict DaysAbroad = new("abroad", (answer, _) => answer["test_met"] is not null);
    public static readonly Verdict TreatyLimit = new("treaty", (answer, _) => answer["exceeds_183"] as bool?);
    public static readonly Verdict DayCountOfYear = new(
        "residence",
        (answer, year) =>
            year is not null
            && answer["day_count_met_by_year"] is IReadOnlyDictionary<string, bool> met
            && met.TryGetValue(year, out var enough)
                ? enough
                : false
    );
    public static readonly Verdict SplitYear = new(
        "split",
        (answer, _) =>
            answer["split_year_case"] is not null ? true
            : answer.Reasons.Any(reason => reason.Code == "gb.split.none") ? false
            : null
    );

    /// <summary>Nothing is decided: the rule yields numbers for another one.</summary>
    public static readonly Verdict None = new("none", (_, _) => null);

    /// <summary>Whether to meet the test is what people want to avoid, so that a latest safe exit and alerts have a sense.</summary>
    public bool IsLimit =>
        this == Residence || this == DayCountOfYear || this == TreatyLimit || this == ExemptionLost || this == Worldwide;

    private static Verdict Of(string name, string result) => new(name, (answer, _) => answer[result] as bool?);
}
