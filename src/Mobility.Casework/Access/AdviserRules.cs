using Mobility.Casework.People;
using Mobility.Rules;

namespace Mobility.Casework.Access;

/// <summary>Which adviser a rule is for.</summary>
public static class AdviserRules
{
    /// <summary>Days of stay are the immigration adviser's, days of residence and of treaties the tax adviser's; what is neither, both see.</summary>
    public static bool IsFor(this Rule rule, PersonKind kind) =>
        kind is PersonKind.TaxAdviser or PersonKind.ImmigrationAdviser
        && rule.Topic switch
        {
            "short-stay" => kind == PersonKind.ImmigrationAdviser,
            "residence" or "treaties" => kind == PersonKind.TaxAdviser,
            _ => true,
        };
}
