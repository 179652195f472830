using System.Text;
using Mobility.Rules.Calendars;
using Mobility.Rules.Deadlines;
using Mobility.Rules.Deadlines.Questions;
using Mobility.Rules.Residence;
using Mobility.Rules.TripChecks;

namespace Mobility.Rules.Files;

/// <summary>Walks a rules folder and reads every file in it.</summary>
internal sealed class BookReader(string folder)
{
    private const string ExamplesEnding = ".examples.yaml";
    private const string HolidaysFolder = "holidays/";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a rule of one kind.</summary>
    private delegate Rule? KindReader(MapReader top, string version);

    private static readonly Dictionary<string, KindReader> KindReaders = new(
        ResidenceKinds
            .All.Select(kind =>
                KeyValuePair.Create<string, KindReader>(kind.Name, (top, version) => ResidenceRuleReader.Read(top, version, kind))
            )
            .Concat(
                TripRuleKinds.All.Select(kind =>
                    KeyValuePair.Create<string, KindReader>(kind.Name, (top, version) => TripRuleReader.Read(top, version, kind))
                )
            )
    )
    {
        ["rolling-window"] = DayRuleReader.ReadRollingWindow,
        ["weighted-years"] = DayRuleReader.ReadWeightedYears,
        ["midnights-in-tax-year"] = DayRuleReader.ReadMidnights,
        ["deadline"] = DeadlineReader.Read,
    };

    private readonly List<RuleFileProblem> _problems = [];
    private readonly List<HolidayCalendar> _calendars = [];
    private readonly List<RollingRule> _rolling = [];

    public static IReadOnlyList<string> Kinds { get; } = [.. KindReaders.Keys, .. DateRuleKinds.All.Select(kind => kind.Name)];

    public List<Rule> Rules { get; } = [];

    public List<Coverage> Coverage { get; private set; } = [];

    public Countries Countries { get; private set; } = new([]);

    public HolidayCalendars Calendars { get; private set; } = new([], []);

    public IReadOnlyList<RuleFileProblem> Problems =>
        _problems
            .OrderBy(problem => problem.File, StringComparer.Ordinal)
            .ThenBy(problem => problem.Line)
            .ThenBy(problem => problem.Column)
            .ToList();

    public void Read()
    {
        if (!Directory.Exists(folder))
        {
            _problems.Add(new(".", 1, 1, $"There is no rules folder at '{folder}'."));
            return;
        }

        if (Open("countries.yaml") is { } countries)
        {
            Countries = new(CountryReader.Read(countries));
        }

        if (Open("coverage.yaml") is { } coverage)
        {
            Coverage = CoverageReader.Read(coverage);
        }

        var files = RuleFiles();
        ReadHolidays(files);
        foreach (var path in files.Where(path => !path.EndsWith(ExamplesEnding, StringComparison.Ordinal)))
        {
            ReadRule(path, files);
        }

        foreach (var path in files.Where(path => path.EndsWith(ExamplesEnding, StringComparison.Ordinal)))
        {
            if (!files.Contains(path.Replace(ExamplesEnding, ".yaml", StringComparison.Ordinal)))
            {
                _problems.Add(
                    new(path, 1, 1, "These examples belong to no rule: there is no rule file of the same name beside them.")
                );
            }
        }

        CheckForecasts();
        LinkCalendars();
        LinkResidenceRules();
        CheckCircles();
        Rules.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
    }

    /// <summary>Every rule and example file, by path inside the folder: two folders deep, no more and no less.</summary>
    private SortedSet<string> RuleFiles()
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in Everything())
        {
            var inside = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (inside is "countries.yaml" or "coverage.yaml" or "README.md")
            {
                continue;
            }

            if (inside.EndsWith(".yaml", StringComparison.Ordinal) && (inside.Split('/').Length == 3 || IsHolidays(inside)))
            {
                files.Add(inside);
            }
            else
            {
                _problems.Add(
                    new(inside, 1, 1, "A rule file is named <jurisdiction>/<topic>/<rule>.yaml; this file is read by nobody.")
                );
            }
        }

        return files;
    }

    /// <summary>Reads the calendars, and takes their files from those of the rules.</summary>
    private void ReadHolidays(SortedSet<string> files)
    {
        foreach (var path in files.Where(IsHolidays).ToList())
        {
            files.Remove(path);
            if (Open(path) is { } top)
            {
                var (calendars, rolling) = HolidayReader.Read(top);
                _calendars.AddRange(calendars);
                _rolling.AddRange(rolling);
            }
        }

        Calendars = new(_calendars, _rolling);
        foreach (var rule in _rolling.Where(rule => rule.Calendar is { } key && Calendars.Find(key) is null))
        {
            _problems.Add(
                new(rule.File, 1, 1, $"The rolling rule '{rule.Id}' names the calendar '{rule.Calendar}', which there is not.")
            );
        }
    }

    private static bool IsHolidays(string path) =>
        path.StartsWith(HolidaysFolder, StringComparison.Ordinal)
        && !path[HolidaysFolder.Length..].Contains('/', StringComparison.Ordinal);

    private string[] Everything()
    {
        try
        {
            return Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _problems.Add(new(".", 1, 1, $"The folder cannot be read: {error.Message}"));
            return [];
        }
    }

    private void ReadRule(string path, SortedSet<string> files)
    {
        if (Open(path) is not { } top)
        {
            return;
        }

        var examplesPath = path.Replace(".yaml", ExamplesEnding, StringComparison.Ordinal);
        if (!files.Contains(examplesPath))
        {
            top.File.Add(1, 1, $"The rule has no examples: '{Path.GetFileName(examplesPath)}' is missing beside it.");
        }

        var kind = top.Text("kind");
        if (kind is null)
        {
            return;
        }

        if (!Kinds.Contains(kind))
        {
            top.File.Add(top.At("kind"), $"There is no kind '{kind}'; known are {string.Join(", ", Kinds)}.");
            return;
        }

        var version = RuleReader.VersionOf(Text(path)!);
        var rule = DateRuleKinds.All.FirstOrDefault(one => one.Name == kind) is { } dates
            ? DateRuleReader.Read(top, version, dates, Calendars)
            : KindReaders[kind](top, version);
        if (rule is null)
        {
            return;
        }

        if (Rules.Find(other => other.Id == rule.Id) is { } twin)
        {
            top.File.Add(top.At("id"), $"The id '{rule.Id}' is already used by {twin.File}.");
            return;
        }

        if (files.Contains(examplesPath) && Open(examplesPath) is { } examples)
        {
            rule.Examples = ExampleReader.Read(examples, rule);
        }

        Rules.Add(rule);
    }

    private void CheckForecasts()
    {
        foreach (var rule in Rules.OfType<DeadlineRule>())
        {
            if (rule.OfRule is { } id && !Rules.Exists(other => other.Id == id && other is Trips.DayRule))
            {
                _problems.Add(new(rule.File, 1, 1, $"'of-rule' names '{id}', which is no day rule of this book."));
            }
        }
    }

    /// <summary>Gives every deadline rule the calendar and the rolling rule that it names.</summary>
    private void LinkCalendars()
    {
        foreach (var rule in Rules.OfType<DeadlineRule>())
        {
            if (rule.Link(Calendars) is { } problem)
            {
                _problems.Add(new(rule.File, 1, 1, problem));
            }
        }

        foreach (
            var twin in Rules
                .OfType<DeadlineRule>()
                .Where(rule => rule.Obligation is not null)
                .GroupBy(rule => rule.Obligation)
                .SelectMany(group => group.Skip(1))
        )
        {
            _problems.Add(new(twin.File, 1, 1, $"The obligation '{twin.Obligation}' is already that of another rule."));
        }
    }

    /// <summary>Gives every residence rule the rules it builds on.</summary>
    private void LinkResidenceRules()
    {
        foreach (var rule in Rules.OfType<ResidenceRule>())
        {
            foreach (var (use, id) in rule.UsesIds)
            {
                if (Rules.Find(other => other.Id == id) is { } other && use.Rule.IsInstanceOfType(other))
                {
                    rule.Link(use.Name, other);
                }
                else
                {
                    _problems.Add(
                        new(rule.File, 1, 1, $"'{use.Name}' under 'uses' names '{id}', which is no such rule of this book.")
                    );
                }
            }
        }
    }

    /// <summary>Notes a rule that builds on itself, however far down: it could never answer.</summary>
    private void CheckCircles()
    {
        foreach (var rule in Rules.OfType<ResidenceRule>())
        {
            var below = rule.Uses.ToHashSet();
            var open = new Queue<Rule>(below);
            while (open.TryDequeue(out var next))
            {
                foreach (var used in next is ResidenceRule other ? other.Uses.Where(below.Add) : [])
                {
                    open.Enqueue(used);
                }
            }

            if (below.Contains(rule))
            {
                _problems.Add(new(rule.File, 1, 1, $"'{rule.Id}' builds on itself."));
            }
        }
    }

    private MapReader? Open(string path)
    {
        if (Text(path) is not { } text)
        {
            return null;
        }

        var file = new OpenFile(path, _problems, path == "countries.yaml" ? null : Countries);
        return YamlTree.Read(text, file) is { } map ? new(map, "this file", file) : null;
    }

    private string? Text(string path)
    {
        try
        {
            using var reader = new StreamReader(Path.Combine(folder, path), Utf8, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            _problems.Add(new(path, 1, 1, "The file is not text in UTF-8."));
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _problems.Add(new(path, 1, 1, $"The file cannot be read: {error.Message}"));
            return null;
        }
    }
}
