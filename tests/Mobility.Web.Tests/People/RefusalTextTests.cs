using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Mobility.Testing;
using Mobility.Web.Admin;
using Mobility.Web.People;
using Mobility.Web.Shared;

namespace Mobility.Web.Tests.People;

public sealed partial class RefusalTextTests
{
    private static IEnumerable<string> Codes() =>
        Directory
            .EnumerateFiles(Path.Combine(RepositoryFolder.Root, "src", "Mobility.Casework", "People"), "*.cs")
            .SelectMany(f => Code().Matches(File.ReadAllText(f)))
            .Select(m => m.Groups["code"].Value)
            // One is put together from its field.
            .Where(c => c != "KindNeeds")
            .Concat(["KindNeedsClientId", "KindNeedsFirmId", "PasswordTooShort", "PasswordTooLong"])
            .Distinct()
            .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Codes))]
    public void Every_refusal_has_a_sentence(string code) =>
        Assert.That(
            new[] { typeof(PeopleTexts), typeof(AdminTexts), typeof(SharedTexts) }.Select(t =>
                new ResourceManager(t).GetString("Refused." + code, CultureInfo.InvariantCulture)
            ),
            Has.Some.Not.Null
        );

    [GeneratedRegex("RefusedException\\(\\s*[^,]+,\\s*\"(?<code>\\w+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
