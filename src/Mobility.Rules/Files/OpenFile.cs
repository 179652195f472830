namespace Mobility.Rules.Files;

/// <summary>The file being read: its path, its problems and the countries it may name.</summary>
internal sealed class OpenFile(string path, List<RuleFileProblem> problems, Countries? countries = null)
{
    private readonly int _before = problems.Count;

    /// <summary>Path inside the rules folder, with forward slashes.</summary>
    public string Path { get; } = path;

    /// <summary>Whether this file has a problem so far.</summary>
    public bool HasProblems => problems.Count > _before;

    /// <summary>Whether a code is a country; every code is while the countries themselves are read.</summary>
    public bool IsCountry(string code) => countries is null || countries.Find(code)?.Code == code;

    public void Add(int line, int column, string message) => problems.Add(new(Path, line, column, message));

    public void Add(YamlNode at, string message) => Add(at.Line, at.Column, message);
}
