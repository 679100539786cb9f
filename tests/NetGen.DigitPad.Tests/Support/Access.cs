using Microsoft.Playwright;

namespace NetGen.DigitPad.Tests.Support;

/// <summary>What a page must be for people who see little, or whom motion disturbs.</summary>
internal static class Access
{
    // The ratio of brightness of texts to what is behind them (WCAG 2), where it is below 4.5; of the borders of controls below 3.
    // With a selector, that of the elements to their parents, below 3.
    private const string FindLowContrast = """
        selector => {
          const parse = color => (color.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
            .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + (c * [0.2126, 0.7152, 0.0722][i]), 0);
          const behind = element => {
            for (let e = element; e; e = e.parentElement) {
              const color = parse(getComputedStyle(e).backgroundColor);
              if (color.length < 4 || color[3] > 0) {
                return color;
              }
            }
            return [255, 255, 255];
          };
          const found = [];
          const check = (element, color, ground, least) => {
            const [a, b] = [light(parse(color)), light(ground)];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < least) {
              found.push(`${element.tagName} "${element.textContent.trim().slice(0, 30)}" ${ratio.toFixed(2)} below ${least}`);
            }
          };
          if (selector) {
            for (const element of document.querySelectorAll(selector)) {
              check(element, getComputedStyle(element).backgroundColor, behind(element.parentElement), 3);
            }
            return found;
          }
          for (const element of document.querySelectorAll('body *')) {
            if (!element.checkVisibility() || element.closest(':disabled, .visually-hidden')) {
              continue;
            }
            const style = getComputedStyle(element);
            if ([...element.childNodes].some(node => node.nodeType === 3 && node.data.trim() !== '')) {
              check(element, element.closest('svg') ? style.fill : style.color, behind(element), 4.5);
            }
            if (element.matches('button, select, input:not([type=radio])') && style.borderTopStyle !== 'none') {
              check(element, style.borderTopColor, behind(element.parentElement), 3);
            }
          }
          return found;
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
    public static Task ExpectContrastAsync(IPage page) => ExpectNoneAsync(page, FindLowContrast, null);

    /// <summary>The areas of some elements can be told from those behind them.</summary>
    public static Task ExpectFillContrastAsync(IPage page, string selector) => ExpectNoneAsync(page, FindLowContrast, selector);

    /// <summary>Nothing moves by itself.</summary>
    public static Task ExpectNoMotionAsync(IPage page) => ExpectNoneAsync(page, FindMotion, null);

    private static async Task ExpectNoneAsync(IPage page, string script, string? argument)
    {
        string[] found = await page.EvaluateAsync<string[]>(script, argument);
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found));
    }
}
