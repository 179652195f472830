using System.Text;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>One country of one day, as a row tells it.</summary>
internal readonly record struct DayRow(LocalDate Date, string? Country, bool Planned, string? Purpose, string? Note, int Line);

/// <summary>
/// Makes stays of days: consecutive days in one country are one stay. A split day ends a stay in one country and begins one in
/// the other.
/// </summary>
internal static class DayFolding
{
    public static List<TravelRow> Fold(List<DayRow> days, StayChecks checks)
    {
        days.Sort(ByCountryAndDate);
        var stays = new List<TravelRow>();
        Stay? open = null;
        var repeated = new List<(int Stay, int Line)>();
        foreach (var day in days)
        {
            if (open is not null && open.Tells(day))
            {
                repeated.Add((stays.Count, day.Line));
                continue;
            }
            if (open is null || !open.Continues(day))
            {
                if (open is not null)
                {
                    stays.Add(open.ToRow());
                }
                open = new Stay(day);
            }
            open.Add(day);
        }
        if (open is not null)
        {
            stays.Add(open.ToRow());
        }
        foreach (var (stay, line) in repeated)
        {
            checks.Duplicate(stays[stay], line);
        }
        return stays;
    }

    // Facts before plans, so that a day that is both counts as a fact.
    private static int ByCountryAndDate(DayRow a, DayRow b)
    {
        var order = string.CompareOrdinal(a.Country, b.Country);
        order = order != 0 ? order : a.Date.CompareTo(b.Date);
        order = order != 0 ? order : a.Planned.CompareTo(b.Planned);
        return order != 0 ? order : a.Line.CompareTo(b.Line);
    }

    private sealed class Stay(DayRow first)
    {
        private readonly JoinedTexts _purposes = new(TravelFileOptions.LongestPurpose);
        private readonly JoinedTexts _notes = new(TravelFileOptions.LongestNote);
        private LocalDate _last = first.Date;
        private int _firstLine = first.Line;
        private int _lastLine = first.Line;

        public bool Tells(DayRow day) => day.Country == first.Country && day.Date == _last;

        public bool Continues(DayRow day) =>
            day.Country == first.Country && day.Planned == first.Planned && day.Date == _last.PlusDays(1);

        public void Add(DayRow day)
        {
            _last = day.Date;
            _firstLine = Math.Min(_firstLine, day.Line);
            _lastLine = Math.Max(_lastLine, day.Line);
            _purposes.Add(day.Purpose);
            _notes.Add(day.Note);
        }

        public TravelRow ToRow() =>
            new(first.Country, first.Date, _last, first.Planned, _purposes.ToText(), _notes.ToText(), _firstLine, _lastLine);
    }

    /// <summary>The different notes of a stay's days in one, as far as they fit; an ellipsis says that there were more.</summary>
    private sealed class JoinedTexts(int longest)
    {
        private const string Separator = "; ";
        private const string More = " …";

        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private readonly StringBuilder _text = new();
        private bool _full;

        public void Add(string? text)
        {
            if (text is null || _full || !_seen.Add(text))
            {
                return;
            }
            var separator = _text.Length > 0 ? Separator : "";
            if (_text.Length + separator.Length + text.Length + More.Length > longest && _text.Length > 0)
            {
                _text.Append(More);
                _full = true;
                return;
            }
            _text.Append(separator).Append(text);
        }

        public string? ToText() => _text.Length == 0 ? null : _text.ToString();
    }
}
