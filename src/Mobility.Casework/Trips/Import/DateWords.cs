using System.Collections.Frozen;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>The words of dates in English, German, French and Spanish, in lower case and without accents.</summary>
internal static class DateWords
{
    public static readonly FrozenDictionary<string, int> Months = Numbered(
        "january jan januar janner janvier janv enero ene",
        "february feb februar februari feber fevrier fevr fev febrero",
        "march mar marz maerz mrz mars marzo",
        "april apr avril avr abril abr",
        "may mai mayo",
        "june jun juni juin junio",
        "july jul juli juillet juil julio",
        "august aug aout agosto ago",
        "september sep sept septembre septiembre setiembre",
        "october oct oktober okt octobre octubre",
        "november nov novembre noviembre",
        "december dec dezember dez decembre diciembre dic"
    );

    public static readonly FrozenDictionary<string, IReadOnlyList<IsoDayOfWeek>> Weekdays = Weekday(
        "monday mon montag mo lundi lun lunes",
        "tuesday tue tues dienstag di mardi mar martes",
        "wednesday wed mittwoch mi mercredi mer miercoles mie",
        "thursday thu thur thurs donnerstag do jeudi jeu jueves jue",
        "friday fri freitag fr vendredi ven viernes vie",
        "saturday sat samstag sonnabend sa samedi sam sabado sab",
        "sunday sun sonntag so dimanche dim domingo dom"
    );

    public static readonly FrozenSet<string> Fillers = Words("de del of the le den der am el");

    public static readonly FrozenSet<string> Ordinals = Words("st nd rd th er re e eme o a ª º");

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, int> Numbered(params string[] names) =>
        names
            .SelectMany((list, index) => list.Split(' ').Select(name => (name, index + 1)))
            .ToFrozenDictionary(pair => pair.name, pair => pair.Item2, StringComparer.Ordinal);

    private static FrozenDictionary<string, IReadOnlyList<IsoDayOfWeek>> Weekday(params string[] names) =>
        names
            .SelectMany((list, index) => list.Split(' ').Select(name => (Name: name, Day: (IsoDayOfWeek)(index + 1))))
            .GroupBy(pair => pair.Name, pair => pair.Day, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => (IReadOnlyList<IsoDayOfWeek>)[.. group], StringComparer.Ordinal);
}
