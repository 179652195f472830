using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Demo;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.People;

public sealed class DemoSignInTests
{
    private static readonly WebHost Host = new(environment: "Development");
    private static readonly TestData Data = new(Host);

    [OneTimeTearDown]
    public void Stop() => Host.Dispose();

    [Test]
    public async Task In_development_one_click_signs_in_as_somebody_of_the_demonstration()
    {
        var persona = DemoPersonas.All[0];
        await MakeAsync(persona);
        using var browser = Host.Browse();

        var page = await browser.OpenAsync("/sign-in");
        Assert.That(page.Section("Look around first").TextContent, Does.Contain(DemoAccounts.Password));
        var landed = await page.PressAsync($"Sign in as {persona.Label}");

        Assert.That(landed.Path, Is.EqualTo("/my-day"));
    }

    [Test]
    public async Task Nobody_but_the_demonstrations_people_can_be_looked_around_as()
    {
        var ana = await Data.ConsultantAsync("Ana");
        using var browser = Host.Browse();

        Assert.That((await browser.PostAsync("/sign-in/as", ("email", ana.Email!))).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await browser.PostAsync("/sign-in/as")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static async Task MakeAsync(DemoPersona persona)
    {
        var account = await Data.AccountAsync(persona.Kind, persona.Label);
        using var db = Host.Database.Open();
        await db
            .Accounts.Where(a => a.Id == account.Id)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(a => a.Email, persona.Email).SetProperty(a => a.NormalizedEmail, persona.Email.ToUpperInvariant())
            );
    }
}
