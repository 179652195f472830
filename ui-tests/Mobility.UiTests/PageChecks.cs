using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Mobility.UiTests;

/// <summary>What holds for every page, whatever it is about.</summary>
internal static class PageChecks
{
    /// <summary>WCAG 2.2 A and AA, as far as a machine can tell.</summary>
    public static async Task ShouldBeAccessibleAsync(this IPage page)
    {
        var result = await page.RunAxe(
            new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") }
        );
        var problems = result.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {v.Help}: {n.Html}")).ToList();
        Assert.That(problems, Is.Empty, $"{page.Url} at {page.ViewportSize?.Width} px");
    }

    /// <summary>
    /// Nothing sticks out to the side: nobody reads a page by pushing it left and right. Letters are set a little wider than ours, as by
    /// readers who bring their own font, so that whether a page fits does not hang on the fonts of one machine.
    /// </summary>
    public static async Task ShouldFitAsync(this IPage page)
    {
        var wide = await page.EvaluateAsync<string[]>(
            """
            async () => {
              const wider = new CSSStyleSheet();
              wider.replaceSync('* { letter-spacing: .05em !important }');
              document.adoptedStyleSheets = [wider];
              await document.fonts.ready;
              const edge = document.documentElement.clientWidth;
              const out = document.documentElement.scrollWidth <= edge ? [] :
                [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > edge + 1)
                  .slice(0, 5).map(e => e.outerHTML.slice(0, 120));
              document.adoptedStyleSheets = [];
              return out;
            }
            """
        );
        Assert.That(wide, Is.Empty, $"{page.Url} is wider than {page.ViewportSize?.Width} px");
    }
}
