using Mobility.Casework.People;

namespace Mobility.Casework.Demo;

/// <summary>Somebody to look around as, for the sign-in page of a Development host.</summary>
public sealed record DemoPersona(string Label, string Email, PersonKind Kind, string Description);

/// <summary>One of each kind of person, all of them found in the cases of the demonstration programme.</summary>
public static class DemoPersonas
{
    public static IReadOnlyList<DemoPersona> All { get; } =
    [
        new("Ilse Vandermeulen", "ilse.vandermeulen@nordlys.example", PersonKind.Consultant, "Consultant, 42 cases"),
        new("Anneke Terpstra", "anneke.terpstra@nordlys.example", PersonKind.TeamLead, "Team lead"),
        new("Freja Lynge", "freja.lynge@nordlys.example", PersonKind.Administrator, "Administrator"),
        new("Birgitta Ek", "birgitta.ek@sundqvist.example", PersonKind.ProgrammeManager, "Programme manager, Sundqvist Energi"),
        new("Priya Raghunathan", "priya.raghunathan@marlowe-raghunathan.example", PersonKind.TaxAdviser, "Tax adviser"),
        new(
            "Dr. Annegret Fürbringer",
            "annegret.furbringer@grenzgang.example",
            PersonKind.ImmigrationAdviser,
            "Immigration adviser, Germany"
        ),
        new("Isar Relocation", "greta.ozturk-lindner@isar-relocation.example", PersonKind.Supplier, "Supplier, home search"),
        new("Rania Al-Khatib", "rania.al-khatib@brightwater.example", PersonKind.Assignee, "Assignee, Munich"),
        new("Tariq Al-Khatib", "tariq.al-khatib@family.example", PersonKind.FamilyMember, "Husband, العربية"),
    ];
}
