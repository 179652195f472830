using System.Globalization;
using Mobility.Rules.Files;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// How the treaty between two states measures the days of article 15(2)(a), with the first day of the host state's tax year: kind <c>treaty-clauses</c>.
/// A pair that is not listed has the wording of the model, and the answer says so. Before the first day for which a listed pair is known, nothing is said.
/// </summary>
internal sealed class TreatyClausesRule(ResidenceHead head) : ResidenceRule(head)
{
    /// <summary>Name of the model's wording among the parameters.</summary>
    public const string Model = "model";

    public static ResidenceKind Spec { get; } =
        new("treaty-clauses", head => new TreatyClausesRule(head))
        {
            About = QuestionAbout.Facts,
            Reads = [Facts.HomeCountry, Facts.HostCountry],
            Verdict = Verdict.None,
            Parameters = [(Model, ParameterUnit.TreatyClause)],
            HasTreaties = true,
        };

    /// <summary>Name of a pair among the parameters, the same in both directions.</summary>
    public static string PairOf(string one, string other) =>
        string.CompareOrdinal(one, other) < 0 ? $"{one}-{other}" : $"{other}-{one}";

    /// <summary>Name of the parameter that holds for a pair: its own, or that of the model.</summary>
    public string NameOf(string home, string host) =>
        Parameters.Any(parameter => parameter.Name == PairOf(home, host)) ? PairOf(home, host) : Model;

    /// <summary>Name of a country's tax year among the parameters.</summary>
    public static string TaxYearOf(string country) => $"tax-year-{country}";

    /// <summary>Every wording between two states that is known, the oldest first.</summary>
    public IReadOnlyList<TreatyClauseInForce> Between(string home, string host)
    {
        var name = NameOf(home, host);
        var parameter = Parameters.First(parameter => parameter.Name == name);
        var model = Parameters.First(parameter => parameter.Name == Model);
        return parameter
            .Values.Select(
                (value, index) =>
                    value.Wording is not { } wording
                        ? null
                        : new TreatyClauseInForce
                        {
                            Home = home,
                            Host = host,
                            Clause = Words<TreatyClause>.Write(wording.Clause),
                            Unit = Words<TreatyUnit>.Write(wording.Unit),
                            MostDays = wording.MostDays ?? model.On(value.From).Value!.Wording!.MostDays!.Value,
                            From = value.From,
                            To = index + 1 < parameter.Values.Count ? parameter.Values[index + 1].From.PlusDays(-1) : null,
                            IsDefault = name == Model,
                            Source = value.Source,
                            Status = value.Status,
                        }
            )
            .OfType<TreatyClauseInForce>()
            .ToList();
    }

    /// <summary>First day of a country's tax year on a day; null where it is not listed.</summary>
    public AnnualDate? TaxYearStarts(string country, LocalDate on) =>
        Parameters.FirstOrDefault(parameter => parameter.Name == TaxYearOf(country))?.On(on)
            is { State: ParameterState.InForce, Value: { } value }
            ? value.MonthDay
            : null;

    internal override string? PlaceOf(FactSet facts) => facts.Has(Facts.HostCountry) ? facts.Get(Facts.HostCountry) : null;

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var home =
            question.Get(Facts.HomeCountry)
            ?? throw new QuestionException("'home_country' is missing: the rule cannot be asked without it.");
        var host = question.Get(Facts.HostCountry);
        _ = values.Wording(NameOf(home, host));
        var clause = Between(home, host).FirstOrDefault(clause => clause.From <= values.On && !(clause.To < values.On));
        var starts = TaxYearStarts(host, values.On) is null ? (AnnualDate?)null : values.MonthDay(TaxYearOf(host));
        return new ResidenceAnswer()
            .Because(
                clause?.Step
                    ?? Explanation.Of(
                        "residence.treaty.not-known",
                        ExplanationArgument.Country(home),
                        ExplanationArgument.Country(host)
                    )
            )
            .Add("clause", clause?.Clause)
            .Add("unit", clause?.Unit)
            .Add("most_days", clause?.MostDays)
            .Add("is_default", clause?.IsDefault)
            .Add("host_tax_year_starts", starts is { } day ? NodaTime.Text.AnnualDatePattern.Iso.Format(day) : null);
    }
}
