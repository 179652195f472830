using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mobility.Casework.Data;
using Mobility.Casework.People;

namespace Mobility.Casework.PersonalData;

/// <summary>What is kept sealed about a person. The names are part of what values are bound to: they stay as they are.</summary>
public enum PersonalField
{
    BirthDate,

    /// <summary>The number of one passport; which, <see cref="PersonalValue.Of"/> says.</summary>
    PassportNumber,

    /// <summary>The tax or national identity number of one country.</summary>
    TaxNumber,

    /// <summary>Where reimbursements are paid to.</summary>
    BankDetails,

    /// <summary>What the move has to heed: a wheelchair, an allergy, a school with support.</summary>
    HealthNote,
}

/// <summary>One value, sealed with the key of its person and bound to person, field and <see cref="Of"/>.</summary>
public sealed class PersonalValue : IVersioned
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid PersonId { get; set; }

    public PersonalField Field { get; set; }

    /// <summary>The passport's id, or the country of a tax number (ISO 3166 alpha-2); empty where a person has one value of the field.</summary>
    public string Of { get; set; } = "";

    public required byte[] Sealed { get; set; }

    /// <summary>Keyed hash of a number, to find it by; null for what is not searched for.</summary>
    public string? SearchHash { get; set; }

    public long Version { get; set; }
}

internal sealed class PersonalValueMapping : IEntityTypeConfiguration<PersonalValue>
{
    public void Configure(EntityTypeBuilder<PersonalValue> builder)
    {
        builder.ToTable("PersonalValues");
        builder.Property(v => v.Of).HasMaxLength(40);
        builder.Property(v => v.SearchHash).HasMaxLength(64);
        builder
            .HasIndex(v => new
            {
                v.PersonId,
                v.Field,
                v.Of,
            })
            .IsUnique();
        builder.HasIndex(v => v.SearchHash);
        builder.HasOne<Person>().WithMany().HasForeignKey(v => v.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
