namespace Mobility.Rules.TripChecks;

/// <summary>What a statement of a rule file is about. The words are those of the file.</summary>
public enum StatementAbout
{
    /// <summary>On what the rule hangs.</summary>
    Conditions,

    /// <summary>Who has to act.</summary>
    WhoActs,

    /// <summary>Where: an authority, a portal, a form.</summary>
    Where,

    /// <summary>By when.</summary>
    When,

    /// <summary>A person who can be reached in the country.</summary>
    Contact,

    /// <summary>Papers that are kept or shown.</summary>
    Papers,

    /// <summary>The trades that it is about.</summary>
    Trades,

    /// <summary>Who or what is free of it.</summary>
    Exemption,

    /// <summary>Longer or again.</summary>
    Extension,

    /// <summary>Work in several states.</summary>
    SeveralStates,

    /// <summary>What happens otherwise.</summary>
    Penalty,

    /// <summary>What is in it and what is not.</summary>
    Scope,
}

/// <summary>Something a rule file says in words and not in a value, with its source.</summary>
/// <param name="About">What it is about.</param>
/// <param name="Text">The statement, in English.</param>
/// <param name="Source">What proves it.</param>
/// <param name="Status">Whether it was compared with its source.</param>
public sealed record Statement(StatementAbout About, string Text, Reference Source, ValueStatus Status);
