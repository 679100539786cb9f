using Microsoft.Playwright;

namespace NetGen.DigitPad.Tests.Support;

/// <summary>Whether all texts of a page can be read.</summary>
internal static class Legibility
{
    // Each visible text: the ratio of its brightness to that of what is behind it (WCAG 2), and its height in pixels of the page.
    private const string FindTexts = """
        () => {
          const parse = color => {
            const numbers = (color.match(/[\d.]+(?:e-?\d+)?/g) ?? [0, 0, 0, 0]).map(Number);
            return color.startsWith('color(srgb') ? numbers.map((value, i) => i < 3 ? value * 255 : value) : numbers;
          };
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
          for (const element of document.querySelectorAll('body *')) {
            const hasText = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim() !== '');
            if (!hasText || !element.checkVisibility() || element.closest(':disabled, .visually-hidden')) {
              continue;
            }
            const style = getComputedStyle(element);
            const isDrawn = element instanceof SVGElement;
            const [a, b] = [light(parse(isDrawn ? style.fill : style.color)), light(behind(element))];
            found.push({
              name: `${element.tagName} "${element.textContent.trim().slice(0, 30)}"`,
              contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05),
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
