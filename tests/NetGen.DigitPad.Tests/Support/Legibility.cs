using Microsoft.Playwright;

namespace NetGen.DigitPad.Tests.Support;

/// <summary>Whether all texts of a page can be read.</summary>
internal static class Legibility
{
    /// <summary>
    /// Functions for scripts: <c>contrast</c> of two colors, the ratio of their brightness (WCAG 2), and <c>behind</c>, the color that an
    /// element lies on.
    /// </summary>
    internal const string Colors = """
        const parse = color => {
          const numbers = (color.match(/[\d.]+(?:e-?\d+)?/g) ?? [0, 0, 0, 0]).map(Number);
          return color.startsWith('color(srgb') ? numbers.map((value, i) => i < 3 ? value * 255 : value) : numbers;
        };
        const light = color => parse(color).slice(0, 3).map(c => c / 255)
          .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
          .reduce((sum, c, i) => sum + (c * [0.2126, 0.7152, 0.0722][i]), 0);
        const contrast = (one, other) => {
          const [a, b] = [light(one), light(other)];
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        };
        const behind = element => {
          for (let e = element; e; e = e.parentElement) {
            const color = getComputedStyle(e).backgroundColor;
            const numbers = parse(color);
            if (numbers.length < 4 || numbers[3] > 0) {
              return color;
            }
          }
          return 'rgb(255, 255, 255)';
        };
        """;

    // Each visible text: its contrast to what is behind it, and its height in pixels of the page.
    private const string FindTexts = $$"""
        () => {
          {{Colors}}
          const found = [];
          for (const element of document.querySelectorAll('body *')) {
            const hasText = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim() !== '');
            if (!hasText || !element.checkVisibility() || element.closest(':disabled, .visually-hidden')) {
              continue;
            }
            const style = getComputedStyle(element);
            const isDrawn = element instanceof SVGElement;
            found.push({
              name: `${element.tagName} "${element.textContent.trim().slice(0, 30)}"`,
              contrast: contrast(isDrawn ? style.fill : style.color, behind(element)),
              height: parseFloat(style.fontSize) * (isDrawn ? element.getScreenCTM().a : 1),
            });
          }
          return found;
        }
        """;

    /// <summary>Fails where a text has a contrast below 4.5.</summary>
    public static async Task AssertContrastAsync(IPage page)
    {
        const double Least = 4.5;
        Text[] texts = await page.EvaluateAsync<Text[]>(FindTexts);
        Assert.NotEmpty(texts);
        string[] found = [.. texts.Where(text => !(text.Contrast >= Least)).Select(text => $"{text.Name} {text.Contrast:0.00}")];
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found));
    }

    /// <summary>Fails where a text is smaller than so many pixels.</summary>
    public static async Task AssertTextSizeAsync(IPage page, double least)
    {
        Text[] texts = await page.EvaluateAsync<Text[]>(FindTexts);
        Assert.NotEmpty(texts);
        string[] found = [.. texts.Where(text => !(text.Height >= least)).Select(text => $"{text.Name} {text.Height:0.0} px")];
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found));
    }

    // Playwright fills in the members of the script's objects.
    private sealed class Text
    {
        public string Name { get; set; } = "";

        public double Contrast { get; set; }

        public double Height { get; set; }
    }
}
