using AngleSharp.Html.Dom;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Ledger;
using Mobility.Testing;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Trips;

/// <summary>What an import asks before anything is saved, and before it is undone.</summary>
public sealed class ImportDecisionTests
{
    private const string TwoTrips = "Country,Arrival,Departure\nGermany,14 Mar 2026,18 Mar 2026\nUS,2026-04-13,2026-05-01\n";

    private const string Crossings =
        "Row\tDATE\tTYPE\tLOCATION\n1\t2026-03-20\tDeparture\tSEA\n2\t2026-03-10\tArrival\tVCV\n3\t2026-03-01\tArrival\tNYC\n"
        + "4\t2026-02-05\tDeparture\tNYC\n5\t2026-02-01\tArrival\tNYC\n";

    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account consultant = null!;
    private Case file = null!;
    private Browser browser = null!;

    [SetUp]
    public async Task Start()
    {
        host = new WebHost(FakeClock.On(2026, 11, 22));
        data = new TestData(host);
        client = await data.ClientAsync();
        consultant = await data.ConsultantAsync();
        file = await CaseOfAsync("Maria Silva", client);
        browser = await host.BrowseAsync(consultant);
    }

    [TearDown]
    public void Stop()
    {
        browser.Dispose();
        host.Dispose();
    }

    [Test]
    public async Task The_history_of_the_US_portal_is_recognised_and_tells_of_the_United_States_only()
    {
        var page = await SendAsync(Crossings);

        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("US travel history (I-94)"));
            Assert.That(page.Rows("What the file says"), Has.Count.EqualTo(3).And.All.Contain("United States"));
            Assert.That(
                page.Rows("Days between, of which nothing is recorded").Single(),
                Does.StartWith("6 Feb 2026 to 28 Feb 2026")
            );
            Assert.That(
                page.Rows("Crossings that are missing").Single(),
                Does.StartWith("2 Mar 2026 to 9 Mar 2026").And.Contain("no departure follows the arrival on line 4")
            );
        });
    }

    [Test]
    public async Task A_missing_crossing_is_saved_only_when_somebody_says_where_the_days_were_spent()
    {
        var page = await SendAsync(Crossings);
        page.Fill("Where 6 Feb 2026 to 28 Feb 2026 was spent", "at home, in United Kingdom");

        page = await page.PressAsync("Save 3 trips");

        Assert.Multiple(() =>
        {
            Assert.That(page.Problems.Single(), Is.EqualTo("Say where the days were spent for which a crossing is missing."));
            Assert.That(
                Chosen(page, "Where 6 Feb 2026 to 28 Feb 2026 was spent"),
                Is.EqualTo("at home, in United Kingdom"),
                "what was chosen is kept"
            );
            Assert.That(Standing(), Is.Empty);
        });

        page.Fill("Where 2 Mar 2026 to 9 Mar 2026 was spent", "in United States");
        await page.PressAsync("Save 3 trips");

        Assert.That(
            Standing(),
            Is.EqualTo(
                new[]
                {
                    "US 02-01..02-05 Imported",
                    "GB 02-05..03-01 Declared",
                    "US 03-01..03-01 Imported",
                    "US 03-02..03-09 Declared",
                    "US 03-10..03-20 Imported",
                }
            ),
            "on the days of travel the person was in both"
        );
    }

    [Test]
    public async Task Who_arrived_last_is_there_still_or_has_left_unseen()
    {
        var page = await SendAsync("2026-11-02\tArrival\tSEA\n");
        Assert.That(page.Rows("Crossings that are missing").Single(), Does.StartWith("3 Nov 2026 to 22 Nov 2026"));

        page.Fill("Where 3 Nov 2026 to 22 Nov 2026 was spent", "still in United States");
        await page.PressAsync("Save 1 trip");

        Assert.That(Standing(), Is.EqualTo(new[] { "US 11-02..11-02 Imported", "US 11-03.. Declared" }));
    }

    [Test]
    public async Task Gaps_stay_without_a_record_unless_somebody_says_otherwise()
    {
        var page = await SendAsync(TwoTrips);
        Assert.That(
            page.Rows("Days between, of which nothing is recorded").Single(),
            Does.StartWith("19 Mar 2026 to 12 Apr 2026").And.Contain("25")
        );

        await page.PressAsync("Save 2 trips");

        Assert.That(Standing(), Is.EqualTo(new[] { "DE 03-14..03-18 Imported", "US 04-13..05-01 Imported" }));
    }

    [Test]
    public async Task One_answer_is_for_all_gaps_but_for_those_with_their_own()
    {
        var page = await SendAsync(TwoTrips + "France,2026-06-01,2026-06-02\n");
        page.Fill("For all of them, unless said otherwise below", "nobody knows");
        page.Fill("Where 19 Mar 2026 to 12 Apr 2026 was spent", "at home, in United Kingdom");

        await page.PressAsync("Save 3 trips");

        Assert.That(
            Standing(),
            Is.EqualTo(
                new[]
                {
                    "DE 03-14..03-18 Imported",
                    "GB 03-18..04-13 Declared",
                    "US 04-13..05-01 Imported",
                    " 05-02..05-31 Declared",
                    "FR 06-01..06-02 Imported",
                }
            )
        );
    }

    [Test]
    public async Task A_name_in_the_file_that_is_not_the_persons_is_shown_and_asked()
    {
        var theirs = await CaseOfAsync("Mario Rossi", client);
        var elsewhere = await CaseOfAsync("Mario Rossi", await data.ClientAsync());
        var page = await SendAsync("Traveller,Country,Arrival,Departure\n\"ROSSI, MARIO\",Germany,2026-03-14,2026-03-18\n");
        Assert.That(
            page.Text,
            Does.Contain("The file names ROSSI, MARIO, and this is the case of Maria Silva")
                .And.Contain($"ROSSI, MARIO has case {theirs.Number}")
                .And.Not.Contain(elsewhere.Number)
        );

        page = await page.PressAsync("Save 1 trip");
        Assert.Multiple(() =>
        {
            Assert.That(page.Problems.Single(), Is.EqualTo("Say whether these are the journeys of this person."));
            Assert.That(Standing(), Is.Empty);
        });
        page.Tick($"These are the journeys of Maria Silva, case {file.Number}");
        await page.PressAsync("Save 1 trip");

        using var db = host.Database.Open();
        Assert.Multiple(() =>
        {
            Assert.That(Standing(), Is.EqualTo(new[] { "DE 03-14..03-18 Imported" }));
            Assert.That(
                db.Changes.Single(c => c.Kind == ChangeKind.TripsImported).FieldChanges(),
                Has.One.EqualTo(new FieldChange("NameInFile", null, "ROSSI, MARIO"))
            );
        });
    }

    [TestCase("SILVA, MARIA")]
    [TestCase("Maria José da Silva")]
    public async Task The_persons_own_name_in_another_order_or_length_is_not_asked_about(string name)
    {
        var page = await SendAsync($"Traveller,Country,Arrival,Departure\n\"{name}\",Germany,2026-03-14,2026-03-18\n");

        Assert.That(page.Text, Does.Not.Contain("Whose journeys are they?"));
    }

    [Test]
    public async Task Of_two_people_of_one_name_the_case_and_not_the_name_says_whose_it_is()
    {
        var other = await CaseOfAsync("María SILVA", client);
        await CaseOfAsync("Maria Silva", await data.ClientAsync());

        var page = await SendAsync(TwoTrips);

        Assert.That(
            page.Text,
            Does.Contain("Whose journeys are they?")
                .And.Contain("Somebody else of this client is called Maria Silva too")
                .And.Contain($"Their cases: {other.Number}")
        );
    }

    [Test]
    public async Task Days_at_the_date_line_are_neither_an_overlap_nor_a_gap()
    {
        var page = await SendAsync(
            "Country,Arrival,Departure\nNew Zealand,2026-03-01,2026-03-06\nUS,2026-03-05,2026-03-20\nNew Zealand,2026-03-22,2026-03-30\n"
        );

        Assert.Multiple(() =>
        {
            Assert.That(page.Document.QuerySelector("#overlaps, #gaps"), Is.Null);
            Assert.That(page.HasButton("Save 3 trips"));
        });
    }

    [Test]
    public async Task An_import_is_undone_only_with_a_reason()
    {
        await (await SendAsync(TwoTrips)).PressAsync("Save 2 trips");

        var page = await UndoAsync("");

        Assert.Multiple(() =>
        {
            Assert.That(page.Problems.Single(), Does.StartWith("Say why the import is undone."));
            Assert.That(Standing(), Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task An_import_whose_trips_were_changed_shows_them_before_it_is_undone()
    {
        await (
            await SendAsync("Country,Arrival,Departure\nUnited Kingdom,2026-03-01,2026-03-31\nGermany,2026-05-01,2026-05-02\n")
        ).PressAsync("Save 2 trips");
        host.Clock.Advance(Duration.FromHours(1));
        await host.UseAsync<TripService>(s =>
            s.RecordAsync(
                file.Id,
                new NewTrip
                {
                    PersonId = file.AssigneeId,
                    Country = "FR",
                    Arrive = new LocalDate(2026, 3, 5),
                    Depart = new LocalDate(2026, 3, 8),
                    Status = TripStatus.Actual,
                    MakeRoom = true,
                },
                data.Change(),
                default
            )
        );
        host.Clock.Advance(Duration.FromHours(1));

        var page = await UndoAsync("Wrong traveller");
        Assert.Multiple(() =>
        {
            Assert.That(page.Heading, Is.EqualTo("Its days were changed since"));
            Assert.That(
                page.Rows("Trips of the import that were changed"),
                Has.Count.EqualTo(2).And.All.Contain("United Kingdom")
            );
            Assert.That(page.Rows("Trips recorded over its days since").Single(), Does.StartWith("France"));
            Assert.That(Standing(), Has.Count.EqualTo(4));
        });

        page = await page.PressAsync("Undo the import");
        Assert.That(page.Problems.Single(), Is.EqualTo("Say what happens to the trips that were changed."));
        page.Tick("They leave with the others");
        await page.PressAsync("Undo the import");

        using var db = host.Database.Open();
        Assert.Multiple(() =>
        {
            Assert.That(Standing(), Is.EqualTo(new[] { "FR 03-05..03-08 Declared" }));
            Assert.That(db.Changes.Single(c => c.Kind == ChangeKind.TripImportUndone).Why, Is.EqualTo("Wrong traveller"));
        });
    }

    [Test]
    public async Task An_import_that_was_undone_is_brought_in_again_by_a_further_change()
    {
        await (await SendAsync(TwoTrips)).PressAsync("Save 2 trips");
        host.Clock.Advance(Duration.FromHours(1));
        var page = await UndoAsync("A mistake");
        Assert.That(Standing(), Is.Empty);

        page = await page.PressAsync("Bring it in again: pasted text");
        Assert.That(page.Heading, Is.EqualTo("Look before saving"));
        await page.PressAsync("Save 2 trips");

        Assert.That(Standing(), Has.Count.EqualTo(2));
    }

    private const string Foreign = "Kod,Od,Do\nDE,2026-03-14,2026-03-18\n";

    [Test]
    public async Task Columns_nobody_knows_are_asked_for_and_remembered_for_the_client()
    {
        var page = await SendAsync(Foreign);
        Assert.That(page.Text, Does.Contain("The headers do not say what the columns are"));
        page = await page.FollowAsync("Say what the columns are");
        page.Fill("What Kod is", "country").Fill("What Od is", "day of arrival").Fill("What Do is", "day of departure");
        page = await page.PressAsync("Read and show");
        Assert.That(page.Rows("What the file says").Single(), Does.Contain("14 Mar 2026 to 18 Mar 2026").And.Contain("Germany"));
        await page.PressAsync("Save 1 trip");

        var colleague = await CaseOfAsync("Jan Novák", client);
        var again = await SendAsync("KOD;OD;DO\nFR;2026-05-14;2026-05-18\n", colleague);
        var elsewhere = await SendAsync(Foreign, await CaseOfAsync("Jan Novák", await data.ClientAsync()));

        using var db = host.Database.Open();
        Assert.Multiple(() =>
        {
            Assert.That(again.Rows("What the file says").Single(), Does.Contain("France"));
            Assert.That(elsewhere.Text, Does.Contain("Say what the columns are"), "another client");
            Assert.That(db.Changes.Count(c => c.Kind == ChangeKind.ImportColumnsNamed && c.CaseId == file.Id), Is.EqualTo(1));
            Assert.That(db.TripImports.Single(i => i.State == TripImportState.Saved).Content, Is.Null, "the file is not kept");
        });
    }

    [Test]
    public async Task Columns_that_were_read_can_be_named_otherwise_before_saving()
    {
        var page = await SendAsync("Country,Where,From,To\nFrance,Germany,2026-03-14,2026-03-18\n");
        page = await page.FollowAsync("Say otherwise what the columns are");
        Assert.That(Chosen(page, "What From is"), Is.EqualTo("day of arrival"));
        page.Fill("What Country is", "not read").Fill("What Where is", "country");

        page = await page.PressAsync("Read and show");

        Assert.That(page.Rows("What the file says").Single(), Does.Contain("Germany"));
    }

    [Test]
    public async Task Too_few_columns_are_refused_and_the_choice_is_kept()
    {
        var page = await (await SendAsync(Foreign)).FollowAsync("Say what the columns are");
        page.Fill("What Kod is", "country");

        page = await page.PressAsync("Read and show");

        Assert.Multiple(() =>
        {
            Assert.That(page.Problems.Single(), Does.StartWith("Choose the country"));
            Assert.That(Chosen(page, "What Kod is"), Is.EqualTo("country"));
        });
    }

    [Test]
    public async Task Rows_pasted_from_a_spreadsheet_without_headers_are_proposed_and_read()
    {
        var page = await SendAsync("DE\t2026-03-14\t2026-03-18\nFR\t2026-03-18\t2026-03-20\n");
        page = await page.FollowAsync("Say what the columns are");
        Assert.That(
            (Chosen(page, "What Column 1 is"), Chosen(page, "What Column 2 is"), Chosen(page, "What Column 3 is")),
            Is.EqualTo(("country", "day of arrival", "day of departure"))
        );

        page = await page.PressAsync("Read and show");

        Assert.That(page.Rows("What the file says"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Rows_with_a_mistake_are_named_and_the_file_can_be_mended_where_it_is()
    {
        var page = await (await SendAsync("DE\t2026-03-14\t2026-03-18\nFR\t2026-02-30\t2026-03-20\n")).FollowAsync(
            "Say what the columns are"
        );
        page.Fill("What Column 2 is", "day of arrival")
            .Fill("What Column 3 is", "day of departure")
            .Fill("What Column 1 is", "country");

        page = await page.PressAsync("Read and show");

        Assert.Multiple(() =>
        {
            Assert.That(page.Rows("What to mend").Single(), Does.Contain("Line 2, 2").And.Contain("2026-02-30"));
            Assert.That(page.Value("Or paste it"), Does.Contain("2026-02-30"));
            Assert.That(page.HasLink("Say what the columns are"));
        });
    }

    [Test]
    public async Task A_declared_day_is_no_gap_and_is_shown_before_an_import_is_undone()
    {
        await (await SendAsync(TwoTrips)).PressAsync("Save 2 trips");
        host.Clock.Advance(Duration.FromHours(1));
        await DeclareAsync(new LocalDate(2026, 3, 15));
        await DeclareAsync(new LocalDate(2026, 3, 19));
        host.Clock.Advance(Duration.FromHours(1));

        var page = await UndoAsync("Wrong traveller");
        Assert.Multiple(() =>
        {
            Assert.That(page.Text, Does.Contain("1 of its days was declared by itself since."));
            Assert.That(Standing(), Has.Count.EqualTo(2));
        });
        await page.PressAsync("Undo the import");
        page = await SendAsync(TwoTrips);

        using var db = host.Database.Open();
        Assert.Multiple(() =>
        {
            Assert.That(Standing(), Is.Empty);
            Assert.That(db.DayDeclarations.Count(d => d.RemovedAt == null), Is.EqualTo(2), "what was declared stays");
            Assert.That(
                page.Rows("Days between, of which nothing is recorded").Single(),
                Does.StartWith("20 Mar 2026 to 12 Apr 2026")
            );
        });
    }

    private Task DeclareAsync(LocalDate day) =>
        host.UseAsync<DayDeclarationService>(s =>
            s.DeclareAsync(
                file.Id,
                [new NewDay { Day = day, Places = [new DayShare("FR", null)] }],
                new LocalDate(2026, 11, 22),
                data.Change(),
                default
            )
        );

    private string Import => $"/cases/{file.Number}/trips/import";

    /// <summary>"GB 02-05..03-01 Declared", by arrival.</summary>
    private List<string> Standing()
    {
        using var db = host.Database.Open();
        return
        [
            .. db
                .Trips.Where(t => t.RemovedAt == null)
                .OrderBy(t => t.Arrive)
                .AsEnumerable()
                .Select(t => $"{t.Country} {t.Arrive:MM-dd}..{t.Depart:MM-dd} {t.Evidence}"),
        ];
    }

    private static string Chosen(Page page, string label) =>
        Page.Words(((IHtmlSelectElement)page.Field(label)).SelectedOptions.Single());

    private Task<Case> CaseOfAsync(string name, TestClient of) =>
        data.ConfirmedCaseAsync(of, consultant, request => request with { Assignee = request.Assignee with { FullName = name } });

    private async Task<Page> SendAsync(string text, Case? of = null)
    {
        var page = await browser.OpenAsync($"/cases/{(of ?? file).Number}/trips/import");
        page.Fill("Or paste it", text);
        return await page.PressAsync("Read and show");
    }

    private async Task<Page> UndoAsync(string reason)
    {
        var page = await browser.OpenAsync(Import);
        var row = page.Row("Earlier imports", "pasted text");
        page.Fill("Why?", reason, row);
        return await page.PressAsync("Take its trips out again", row);
    }
}
