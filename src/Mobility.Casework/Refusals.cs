namespace Mobility.Casework;

/// <summary>
/// A change that cannot be made as asked. The person mends the named field; pages have a sentence for each <see cref="Code"/>.
/// </summary>
public sealed class RefusedException(string field, string code, params object[] arguments) : Exception($"{field}: {code}")
{
    /// <summary>The property of the request it is about; empty when it is about the whole.</summary>
    public string Field { get; } = field;

    /// <summary>Key of the sentence in the page's resources.</summary>
    public string Code { get; } = code;

    /// <summary>What the sentence is filled with.</summary>
    public IReadOnlyList<object> Arguments { get; } = arguments;

    /// <summary>Refuses a text that is longer than its place.</summary>
    internal static void ThrowIfLonger(string field, string? text, int longest)
    {
        if (text?.Length > longest)
        {
            throw new RefusedException(field, "ReasonTooLong", longest);
        }
    }
}

/// <summary>Somebody else saved a newer version first. Pages show both.</summary>
public sealed class StaleVersionException(long expected, long current)
    : Exception($"The change started from version {expected}; the record is at version {current}.")
{
    public long Expected { get; } = expected;

    public long Current { get; } = current;
}

/// <summary>There is nothing here for this person: absent, or not theirs. Answered with the same 404.</summary>
public sealed class NotHereException() : Exception("Not here for this person.");
