using Mobility.Casework.People;
using Mobility.Testing;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Admin;

public sealed class ImpactPageTests
{
    [Test]
    public async Task A_rule_that_would_decide_otherwise_leads_to_its_page_in_the_rule_book()
    {
        var candidate = Directory.CreateTempSubdirectory("mobility-rules-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(RepositoryFolder.Rules, "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(candidate, Path.GetRelativePath(RepositoryFolder.Rules, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
            var rule = Path.Combine(candidate, "us", "residence", "substantial-presence.yaml");
            await File.WriteAllTextAsync(rule, (await File.ReadAllTextAsync(rule)).Replace("value: 183", "value: 184"));
            using var host = new WebHost(settings: new Dictionary<string, string?> { ["Rules:Candidate"] = candidate });
            using var browser = await host.BrowseAsync(await new TestData(host).AccountAsync(PersonKind.Administrator));

            var page = await browser.OpenAsync("/admin/rules-impact");

            Assert.That((await page.FollowAsync("us/substantial-presence")).Path, Is.EqualTo("/rules/us/substantial-presence"));
        }
        finally
        {
            Directory.Delete(candidate, recursive: true);
        }
    }
}
