namespace Mobility.Rules.TripChecks;

/// <summary>
/// The two conditions of article 15(2) beside the days: the employer who pays is not resident of the state of work, in the substance as well as in the contract, and
/// no establishment there bears the pay: kind <c>employment-article</c>. It has no numbers; its file says on which texts it rests.
/// </summary>
public sealed class EmploymentArticleRule : TripRule
{
    internal EmploymentArticleRule(TripRuleHead head)
        : base(head) { }

    internal static TripRuleKind Spec { get; } = new("employment-article", head => new EmploymentArticleRule(head));

    /// <summary>
    /// Whether the employer is not of the state of work: false when it is established there, when the company there directs the work, or when the traveller is hired
    /// out to it. Null when it is not said who directs, or when a company of the group benefits and the states may see the employer in it.
    /// </summary>
    internal static bool? EmployerElsewhere(Destination destination) =>
        destination.Employer == destination.Country ? false
        : destination.Trip.Role is EmployerRole.HostDirects or EmployerRole.HiresOut ? false
        : destination.Employer is null || destination.Trip.Role is null || destination.Trip.For is null or TripParty.GroupCompany
            ? null
        : true;

    /// <summary>Whether no establishment of the employer there bears the pay; null when nobody said for whom the work is done.</summary>
    internal static bool? NotBorneThere(Destination destination) =>
        destination.Trip.For switch
        {
            null => null,
            TripParty.Establishment => false,
            _ => true,
        };

    internal override IReadOnlyList<KeyValuePair<string, object?>> Answer(Destination destination) =>
        [Result("employer-elsewhere", EmployerElsewhere(destination)), Result("not-borne-there", NotBorneThere(destination))];
}
