using Microsoft.Playwright;

namespace NetGen.DigitPad.Tests.Support;

/// <summary>What a page must be for people who see little, or whom motion disturbs.</summary>
internal static class Access
{
    // Elements whose borders or areas are hard to tell from what they lie on: a contrast below 3.
    private const string FindFaint = $$"""
        ([selector, property]) => {
          {{Legibility.Colors}}
          return [...document.querySelectorAll(selector)]
            .filter(element => element.checkVisibility() && !element.closest(':disabled, .visually-hidden')
              && (property === 'backgroundColor' || getComputedStyle(element).borderTopStyle !== 'none'))
            .map(element => [element, contrast(getComputedStyle(element)[property], behind(element.parentElement))])
            .filter(([, ratio]) => ratio < 3)
            .map(([element, ratio]) => `${element.tagName} "${element.textContent.trim().slice(0, 30)}" ${ratio.toFixed(2)}`);
        }
        """;

    private const string FindMotion = """
        () => [...document.querySelectorAll('*')].filter(element => {
          const style = getComputedStyle(element);
          const moves = style.transitionProperty !== 'none' && style.transitionDuration.split(', ').some(time => time !== '0s');
          return moves || style.animationName !== 'none' || style.scrollBehavior === 'smooth';
        }).map(element => element.tagName + '.' + element.className)
        """;

    /// <summary>Every text can be read, and the border of every control be seen.</summary>
    public static async Task ExpectContrastAsync(IPage page)
    {
        await Legibility.AssertContrastAsync(page);
        await ExpectNoneAsync(page, FindFaint, new[] { "button, select, input:not([type=radio])", "borderTopColor" });
    }

    /// <summary>The areas of some elements can be told from those behind them.</summary>
    public static Task ExpectFillContrastAsync(IPage page, string selector) =>
        ExpectNoneAsync(page, FindFaint, new[] { selector, "backgroundColor" });

    /// <summary>Nothing moves by itself.</summary>
    public static Task ExpectNoMotionAsync(IPage page) => ExpectNoneAsync(page, FindMotion, null);

    private static async Task ExpectNoneAsync(IPage page, string script, object? argument)
    {
        string[] found = await page.EvaluateAsync<string[]>(script, argument);
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found));
    }
}
