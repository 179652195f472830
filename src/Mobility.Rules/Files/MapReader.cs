using System.Globalization;
using NodaTime;

namespace Mobility.Rules.Files;

/// <summary>
/// Reads the keys of one YAML map by name and notes everything that is wrong: keys missing, unknown or written twice, values of the wrong make.
/// A value that could not be read comes back as null; the problem has then been noted.
/// </summary>
internal sealed class MapReader
{
    private readonly Dictionary<string, YamlNode> _values = [];
    private readonly Dictionary<string, YamlText> _keys = [];
    private readonly List<string> _asked = [];
    private readonly OpenFile _file;
    private readonly string _what;

    /// <summary>Begins to read a map; keys written twice are noted at once.</summary>
    /// <param name="map">The map.</param>
    /// <param name="what">What the map is, for the words: "the rule", "a source".</param>
    /// <param name="file">Where problems go.</param>
    public MapReader(YamlMap map, string what, OpenFile file)
    {
        Map = map;
        _what = what;
        _file = file;
        foreach (var (key, value) in map.Entries)
        {
            if (!_values.TryAdd(key.Text!, value))
            {
                file.Add(key, $"'{key.Text}' is written twice in {what}; the first is on line {_keys[key.Text!].Line}.");
            }
            else
            {
                _keys[key.Text!] = key;
            }
        }
    }

    public YamlMap Map { get; }

    public OpenFile File => _file;

    /// <summary>Every key in the order of the file.</summary>
    public IEnumerable<string> Keys => _keys.Keys;

    public YamlNode At(string key) => _keys.TryGetValue(key, out var found) ? found : Map;

    public bool Has(string key)
    {
        Ask(key);
        return _values.ContainsKey(key);
    }

    /// <summary>Notes every key that was not asked for. Call it last.</summary>
    public void Done()
    {
        foreach (var (key, at) in _keys)
        {
            if (!_asked.Contains(key))
            {
                _file.Add(at, $"Unknown key '{key}' in {_what}; known are {string.Join(", ", _asked)}.");
            }
        }
    }

    /// <summary>The node of a key that must be there.</summary>
    public YamlNode? Node(string key)
    {
        Ask(key);
        if (_values.TryGetValue(key, out var node))
        {
            return node;
        }

        _file.Add(Map, $"'{key}' is missing in {_what}.");
        return null;
    }

    public string? Text(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case YamlText { Text: { } text } when !string.IsNullOrWhiteSpace(text):
                return text;
            case var node:
                _file.Add(node, $"'{key}' must be text.");
                return null;
        }
    }

    public string? OptionalText(string key) => Has(key) ? Text(key) : null;

    public LocalDate? Date(string key) => Text(key) is { } text ? ReadDate(text, key, _values[key]) : null;

    public LocalDate? OptionalDate(string key) => Has(key) ? Date(key) : null;

    public int? Whole(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        _file.Add(_values[key], $"'{key}' must be a whole number, not '{text}'.");
        return null;
    }

    public bool OptionalFlag(string key, bool otherwise)
    {
        switch (OptionalText(key))
        {
            case null:
                return otherwise;
            case "true":
                return true;
            case "false":
                return false;
            case var text:
                _file.Add(_values[key], $"'{key}' must be true or false, not '{text}'.");
                return otherwise;
        }
    }

    /// <summary>One of a closed list of words, each the kebab-case name of an enum member.</summary>
    public T? Word<T>(string key)
        where T : struct, Enum => Text(key) is { } text ? ReadWord<T>(text, key, _values[key]) : null;

    /// <summary>A map under a key that must be there.</summary>
    public MapReader? Inner(string key, string what) => Node(key) is { } node ? AsMap(node, key, what) : null;

    public MapReader? AsMap(YamlNode node, string key, string what)
    {
        if (node is YamlMap map)
        {
            return new(map, what, _file);
        }

        _file.Add(node, $"'{key}' must be keys and values.");
        return null;
    }

    /// <summary>The items of a list under a key that must be there; a single value is not a list.</summary>
    public IReadOnlyList<YamlNode> Items(string key)
    {
        switch (Node(key))
        {
            case null:
                return [];
            case YamlList list:
                return list.Items;
            case var node:
                _file.Add(node, $"'{key}' must be a list.");
                return [];
        }
    }

    public IReadOnlyList<YamlNode> OptionalItems(string key) => Has(key) ? Items(key) : [];

    /// <summary>The maps in a list.</summary>
    public IEnumerable<MapReader> Maps(IReadOnlyList<YamlNode> items, string key, string what)
    {
        foreach (var item in items)
        {
            if (AsMap(item, key, what) is { } map)
            {
                yield return map;
            }
        }
    }

    /// <summary>The texts in a list.</summary>
    public IReadOnlyList<YamlText> Texts(IReadOnlyList<YamlNode> items, string key)
    {
        var texts = new List<YamlText>();
        foreach (var item in items)
        {
            if (item is YamlText { Text: not null } text)
            {
                texts.Add(text);
            }
            else
            {
                _file.Add(item, $"'{key}' must be a list of single values.");
            }
        }

        return texts;
    }

    public LocalDate? ReadDate(string text, string key, YamlNode at)
    {
        if (IsoDate.TryRead(text, out var date))
        {
            return date;
        }

        _file.Add(at, $"'{key}' must be a date such as 2026-11-22, not '{text}'.");
        return null;
    }

    public T? ReadWord<T>(string text, string key, YamlNode at)
        where T : struct, Enum
    {
        if (Words<T>.All.TryGetValue(text, out var value))
        {
            return value;
        }

        _file.Add(at, $"'{key}' must be one of {string.Join(", ", Words<T>.All.Keys)}, not '{text}'.");
        return null;
    }

    /// <summary>An ISO 3166 alpha-2 code in upper case.</summary>
    public string? ReadCountry(string text, string key, YamlNode at)
    {
        if (text.Length != 2 || !text.All(char.IsAsciiLetterUpper))
        {
            _file.Add(at, $"'{key}' must be a country code of two capital letters such as NO, not '{text}'.");
            return null;
        }

        if (!_file.IsCountry(text))
        {
            _file.Add(at, $"'{text}' in '{key}' is not in countries.yaml.");
            return null;
        }

        return text;
    }

    public string? Country(string key) => Text(key) is { } text ? ReadCountry(text, key, _values[key]) : null;

    private void Ask(string key)
    {
        if (!_asked.Contains(key))
        {
            _asked.Add(key);
        }
    }
}

/// <summary>The words of an enum as rule files write them: AnyPartOfDay is any-part-of-day, A1End is a1-end.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    public static IReadOnlyDictionary<string, T> All { get; } = Enum.GetValues<T>().ToDictionary(Write);

    public static string Write(T value)
    {
        var name = value.ToString();
        var word = new System.Text.StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord =
                char.IsUpper(name[i]) || (char.IsDigit(name[i]) && !char.IsDigit(name[i - 1]) && !char.IsUpper(name[i - 1]));
            if (i > 0 && startsWord)
            {
                word.Append('-');
            }

            word.Append(char.ToLowerInvariant(name[i]));
        }

        return word.ToString();
    }
}
