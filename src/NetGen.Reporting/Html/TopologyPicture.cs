using System.Globalization;
using System.Net;
using System.Text;

namespace NetGen.Reporting.Html;

/// <summary>The layers of a network as boxes from left to right, as high as they have units.</summary>
internal static class TopologyPicture
{
    private const int Height = 190;
    private const int BoxWidth = 64;
    private const int LeastPitch = 110;
    private const int UnitsPerCharacter = 8;
    private const int LeastBox = 26;
    private const int LargestBox = 120;

    /// <summary>The SVG element.</summary>
    public static string Of(NetworkTopology topology)
    {
        (int Size, string Name)[] columns =
            [(topology.InputSize, "inputs"), .. topology.Layers.Select(layer => (layer.OutputSize, NameOf(layer)))];
        // From the middle of a column to that of the next.
        int pitch = Math.Max(LeastPitch, UnitsPerCharacter * (columns.Max(column => column.Name.Length) + 2));
        int width = columns.Length * pitch;
        double largest = Math.Log(1 + columns.Max(column => column.Size));
        var svg = new StringBuilder();
        Append($"""<svg viewBox="0 0 {width} {Height}" style="min-width:{width * 9 / 10}px;max-width:{width}px" role="img" """);
        Append($"""aria-label="{WebUtility.HtmlEncode("Layers: " + topology)}">""");
        for (int i = 0; i < columns.Length; i++)
        {
            double box = LeastBox + ((LargestBox - LeastBox) * Math.Log(1 + columns[i].Size) / largest);
            double y = (Height - 30 - box) / 2;
            int middle = (i * pitch) + (pitch / 2);
            Append($"""<rect class="layer" x="{middle - (BoxWidth / 2)}" y="{y:0.0}" width="{BoxWidth}" height="{box:0.0}" rx="6"/>""");
            Append($"""<text class="title" x="{middle}" y="{(Height - 30) / 2 + 5}" text-anchor="middle">{columns[i].Size}</text>""");
            Append($"""<text x="{middle}" y="{Height - 8}" text-anchor="middle">{WebUtility.HtmlEncode(columns[i].Name)}</text>""");
            if (i > 0)
            {
                int center = (Height - 30) / 2;
                (int start, int end) = (middle - pitch + (BoxWidth / 2) + 4, middle - (BoxWidth / 2) - 6);
                Append($"""<path class="link" d="M{start} {center}H{end}m-6 -4l6 4l-6 4"/>""");
            }
        }

        return svg.Append("</svg>").ToString();

        void Append(FormattableString value) => svg.Append(value.ToString(CultureInfo.InvariantCulture));
    }

    private static string NameOf(LayerTopology layer) => layer.Kind == "Dense" ? layer.Activation.ToString() : layer.Kind;
}
