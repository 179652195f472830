using System.Collections.Frozen;

namespace Mobility.Casework.Trips.Import;

/// <summary>
/// What people call the columns of a travel log, in English, German, French and Spanish, as <see cref="HeaderText.Key"/>
/// leaves them. Where a file has two names for one field, the one that stands first here is read.
/// </summary>
internal static class HeaderWords
{
    private static readonly string[] Country =
    [
        .. List(
            "country, country visited, visited country, country of stay, host country, destination country, country of destination"
        ),
        .. List(
            "country name, country territory, country or territory, arrival country, territory, nation, country code, iso country code"
        ),
        .. List("iso code, iso2, iso, destination, location, place, where"),
        .. List("land, zielland, reiseland, aufenthaltsland, gastland, staat, landercode, landerkurzel, ziel, reiseziel"),
        .. List("pays, pays visite, pays de destination, pays de sejour, code pays"),
        .. List("pais, pais visitado, pais de destino, pais de estancia, codigo de pais, destino"),
    ];

    private static readonly string[] OtherCountry =
    [
        .. List(
            "second country, other country, country 2, 2nd country, country two, also in, split country, split day country, split day"
        ),
        .. List(
            "zweites land, land 2, anderes land, deuxieme pays, second pays, autre pays, pays 2, segundo pais, otro pais, pais 2"
        ),
    ];

    private static readonly string[] Arrive =
    [
        .. List("arrive, arrived, arrival, arrival date, date of arrival, arrive date, date arrived, day of arrival"),
        .. List("entry, entry date, date of entry, entered, date entered, date in, check in, first day"),
        .. List("from, from date, date from, start, start date, date started, begin, begin date, beginning, in"),
        .. List(
            "ankunft, ankunftsdatum, ankunftstag, anreise, anreisedatum, einreise, einreisedatum, von, vom, ab, beginn, startdatum"
        ),
        .. List(
            "arrivee, date d arrivee, date arrivee, jour d arrivee, entree, date d entree, du, debut, date de debut, date debut"
        ),
        .. List(
            "llegada, fecha de llegada, fecha llegada, entrada, fecha de entrada, desde, inicio, fecha de inicio, fecha inicio"
        ),
    ];

    private static readonly string[] Leave =
    [
        .. List("depart, departed, departure, departure date, date of departure, depart date, date departed, day of departure"),
        .. List(
            "left, date left, leave, abreise, abreisedatum, date de depart, date depart, salida, fecha de salida, fecha salida"
        ),
    ];

    private static readonly string[] End =
    [
        .. List("exit, exit date, date of exit, exited, date exited, date out, check out, last day"),
        .. List("to, to date, date to, until, till, end, end date, date ended, finish, through, thru, out"),
        .. List("abreisetag, ausreise, ausreisedatum, bis, ende, enddatum"),
        .. List("sortie, date de sortie, au, jusqu au, fin, date de fin, date fin, hasta, fecha de fin, fecha fin"),
    ];

    private static readonly string[] Back =
    [
        .. List("return, return date, returned, date of return, date returned, back, back home"),
        .. List("ruckkehr, ruckkehrdatum, ruckreise, heimreise, retour, date de retour, regreso, fecha de regreso, vuelta"),
    ];

    private static readonly string[] Date =
    [
        .. List("date, day, calendar date, calendar day, datum, tag, jour, date du jour, fecha, dia"),
    ];

    private static readonly string[] Purpose =
    [
        .. List(
            "purpose, purpose of trip, purpose of travel, purpose of visit, trip purpose, business purpose, reason, reason for travel, activity"
        ),
        .. List(
            "zweck, reisezweck, grund, anlass, motif, motif du voyage, objet, raison, motivo, motivo del viaje, proposito, objeto"
        ),
    ];

    private static readonly string[] Note =
    [
        .. List("note, notes, comment, comments, remark, remarks, description, details"),
        .. List("notiz, notizen, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar"),
        .. List("remarque, remarques, commentaire, commentaires, nota, notas, observaciones, comentario, comentarios"),
    ];

    private static readonly string[] Status =
    [
        .. List(
            "status, trip status, travel status, planned or actual, planned actual, actual or planned, actual planned, statut"
        ),
        .. List("planned, is planned, geplant, prevu, planifie, planificado, previsto"),
    ];

    private static readonly string[] Traveller =
    [
        .. List(
            "traveller, traveler, traveller name, traveler name, employee, employee name, passenger, passenger name, person, assignee"
        ),
        .. List(
            "full name, name, reisender, reisende, mitarbeiter, mitarbeiterin, voyageur, salarie, nom, viajero, empleado, nombre"
        ),
    ];

    public static readonly FrozenSet<string> Outward = Leave.ToFrozenSet(StringComparer.Ordinal);
    public static readonly FrozenSet<string> Return = Back.ToFrozenSet(StringComparer.Ordinal);
    public static readonly FrozenSet<string> YesOrNo = List(
            "planned, is planned, geplant, prevu, planifie, planificado, previsto"
        )
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> StillThere = List(
            "-, –, —, still there, ongoing, present, to present, to date, current, now, open, laufend, heute, noch da, en cours, a ce jour, actualidad, en curso"
        )
        .ToFrozenSet(StringComparer.Ordinal);

    public static readonly FrozenSet<string> UnknownPlace = List(
            "?, ??, ???, unknown, not known, unbekannt, inconnu, desconocido"
        )
        .ToFrozenSet(StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, bool> Planned = YesNo(
        "planned, plan, booked, tentative, future, forecast, expected, scheduled, upcoming, intended, geplant, gebucht, vorgesehen, "
            + "prevu, prevue, planifie, reserve, planificado, planificada, previsto, prevista, reservado, reservada",
        "actual, done, completed, complete, past, travelled, traveled, taken, happened, tatsachlich, ist, erfolgt, abgeschlossen, durchgefuhrt, "
            + "reel, reelle, effectue, effectif, realise, realizado, realizada, efectuado, hecho, real"
    );

    public static readonly FrozenDictionary<string, bool> Yes = YesNo(
        "yes, y, true, 1, x, ja, j, oui, o, si",
        "no, n, false, 0, nein, non"
    );

    public static readonly FrozenSet<string> Cancelled = List(
            "cancelled, canceled, cancelled trip, storniert, abgesagt, entfallen, annule, annulee, cancelado, cancelada, anulado"
        )
        .ToFrozenSet(StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, (TravelField Field, int Rank)> Fields = new (
        TravelField Field,
        string[] Words
    )[]
    {
        (TravelField.Country, Country),
        (TravelField.OtherCountry, OtherCountry),
        (TravelField.Arrive, Arrive),
        (TravelField.Depart, [.. Leave, .. End, .. Back]),
        (TravelField.Date, Date),
        (TravelField.Purpose, Purpose),
        (TravelField.Note, Note),
        (TravelField.Status, Status),
        (TravelField.Traveller, Traveller),
    }
        .SelectMany(list => list.Words.Select((word, rank) => (word, list.Field, rank)))
        .ToFrozenDictionary(entry => entry.word, entry => (entry.Field, entry.rank), StringComparer.Ordinal);

    /// <summary>Whether the cell of a departure says that there has been none.</summary>
    public static bool IsStillThere(string cell) =>
        cell.Length == 0 || StillThere.Contains(cell) || StillThere.Contains(HeaderText.Key(cell));

    public static DateOrder? StatedOrder(string header)
    {
        var plain = new string([.. header.ToLowerInvariant().Where(char.IsLetter)]);
        return EndsWithAny(plain, "ddmmyyyy", "ddmmyy", "dmy", "ttmmjjjj", "jjmmaaaa", "ddmmaaaa", "dmmyyyy", "dmyyyy")
                ? DateOrder.DayFirst
            : EndsWithAny(plain, "mmddyyyy", "mmddyy", "mdy", "mddyyyy", "mdyyyy") ? DateOrder.MonthFirst
            : null;
    }

    private static bool EndsWithAny(string text, params ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
        {
            if (text.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }

    private static string[] List(string words) =>
        words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static FrozenDictionary<string, bool> YesNo(string yes, string no) =>
        List(yes)
            .Select(word => KeyValuePair.Create(word, true))
            .Concat(List(no).Select(word => KeyValuePair.Create(word, false)))
            .ToFrozenDictionary(StringComparer.Ordinal);
}
