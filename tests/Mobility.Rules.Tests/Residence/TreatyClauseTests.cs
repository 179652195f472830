using Mobility.Rules.Residence;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence;

/// <summary>What the book says about a pair of states: the wording by date, in both directions, and the model where the pair is not listed.</summary>
public sealed class TreatyClauseTests
{
    [Test]
    public void Every_wording_of_a_pair_is_given_with_its_days_and_its_source()
    {
        var clauses = RulesFolder.Book.TreatyClauses("DE", "GB");

        Assert.That(
            clauses.Select(clause => (clause.Clause, clause.From, clause.To)),
            Is.EqualTo(
                new (string, NodaTime.LocalDate, NodaTime.LocalDate?)[]
                {
                    ("host-tax-year", new(2010, 1, 1), new NodaTime.LocalDate(2010, 12, 31)),
                    ("rolling-12-months", new(2011, 1, 1), null),
                }
            )
        );
        Assert.That(clauses.Select(clause => clause.Source.Url), Has.All.StartsWith("https://haufe.de/"));
    }

    [Test]
    public void A_pair_reads_the_same_in_both_directions_and_the_tax_year_is_that_of_the_state_of_work()
    {
        var book = RulesFolder.Book;

        Assert.Multiple(() =>
        {
            Assert.That(
                book.TreatyClauses("DE", "IN").Select(clause => (clause.Clause, clause.Unit, clause.From)),
                Is.EqualTo(book.TreatyClauses("IN", "DE").Select(clause => (clause.Clause, clause.Unit, clause.From)))
            );
            Assert.That(book.TaxYearStarts("IN", new(2024, 6, 1)), Is.EqualTo(new NodaTime.AnnualDate(4, 1)));
            Assert.That(book.TaxYearStarts("DE", new(2024, 6, 1)), Is.EqualTo(new NodaTime.AnnualDate(1, 1)));
            Assert.That(book.TaxYearStarts("CL", new(2024, 6, 1)), Is.Null);
        });
    }

    [Test]
    public void A_pair_that_is_not_listed_has_the_wording_of_the_model_and_says_so()
    {
        var clause = RulesFolder.Book.TreatyClauses("CL", "PE", new(2024, 6, 1))!;

        Assert.Multiple(() =>
        {
            Assert.That(clause.IsDefault, Is.True);
            Assert.That((clause.Clause, clause.Unit, clause.MostDays), Is.EqualTo(("rolling-12-months", "presence", 183)));
        });
    }

    [Test]
    public void A_clause_nobody_read_is_unverified()
    {
        Assert.That(RulesFolder.Book.TreatyClauses("US", "GB", new(2024, 6, 1))!.Status, Is.EqualTo(ValueStatus.Unverified));
    }
}
