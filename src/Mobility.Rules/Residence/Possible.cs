namespace Mobility.Rules.Residence;

/// <summary>Answers that do not hang on what is unknown.</summary>
internal static class Possible
{
    /// <summary>The answer if it is the same for every value the unknown fact can have; null (unknown) if it is not.</summary>
    public static T? Agreed<T>(bool? fact, Func<bool, T?> answer)
    {
        if (fact is { } known)
        {
            return answer(known);
        }

        var ifSo = answer(true);
        return EqualityComparer<T>.Default.Equals(ifSo, answer(false)) ? ifSo : default;
    }

    /// <summary>The same for two facts.</summary>
    public static T? Agreed<T>(bool? first, bool? second, Func<bool, bool, T?> answer) =>
        Agreed(first, a => Agreed(second, b => answer(a, b)));

    /// <summary>Whether all hold: false as soon as one does not, otherwise unknown as soon as one is.</summary>
    public static bool? All(params ReadOnlySpan<bool?> facts)
    {
        bool? all = true;
        foreach (var fact in facts)
        {
            if (fact is false)
            {
                return false;
            }

            all = fact is null ? null : all;
        }

        return all;
    }

    /// <summary>Whether any holds: true as soon as one does, otherwise unknown as soon as one is.</summary>
    public static bool? Any(params ReadOnlySpan<bool?> facts)
    {
        bool? any = false;
        foreach (var fact in facts)
        {
            if (fact is true)
            {
                return true;
            }

            any = fact is null ? null : any;
        }

        return any;
    }
}
