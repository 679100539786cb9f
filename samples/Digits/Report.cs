using System.Globalization;
using System.Text;

namespace NetGen.Samples.Digits;

/// <summary>What the sample prints besides its results: the network as a table, and images as text.</summary>
internal static class Report
{
    private const string Shades = " .:-=+*#%@";

    public static string Table(NetworkTopology topology)
    {
        int elementSize = topology.NumericType == NumericType.Single ? sizeof(float) : sizeof(double);
        var text = new StringBuilder();
        AppendLine("layer", "shape", "activation", "parameters", "bytes");
        foreach (LayerTopology layer in topology.Layers)
        {
            AppendLine(
                $"{layer.Index}",
                $"{layer.InputSize} -> {layer.OutputSize}",
                $"{layer.Activation}",
                Number(layer.ParameterCount),
                Number(layer.ParameterCount * elementSize));
        }

        AppendLine("total", "", "", Number(topology.ParameterCount), Number(topology.ParameterCount * elementSize));
        return text.ToString();

        void AppendLine(string layer, string shape, string activation, string parameters, string bytes) => text.AppendLine(
            CultureInfo.InvariantCulture, $"  {layer,-5}  {shape,-10}  {activation,-10}  {parameters,10}  {bytes,9}");

        static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Some samples side by side, with what the network takes them for: the first it gets right, and the first it gets wrong.
    /// </summary>
    public static string Images(INetwork<float> network, Samples samples, int rightCount, int wrongCount)
    {
        DataSet<float> test = samples.Test;
        var pixels = new float[test.InputSize];
        List<(string[] Rows, string Caption)> right = [], wrong = [];
        for (int i = 0; i < test.Count && (right.Count < rightCount || wrong.Count < wrongCount); i++)
        {
            test.CopyInput(i, pixels);
            int label = test.GetLabel(i);
            int predicted = network.Classify(pixels);
            if (predicted == label && right.Count < rightCount)
            {
                right.Add((Draw(pixels, samples.Side), $"{predicted}"));
            }
            else if (predicted != label && wrong.Count < wrongCount)
            {
                wrong.Add((Draw(pixels, samples.Side), $"{predicted}, but is {label}"));
            }
        }

        return SideBySide([.. right, .. wrong]);
    }

    private static string SideBySide(List<(string[] Rows, string Caption)> images)
    {
        var text = new StringBuilder();
        int width = images[0].Rows[0].Length;
        text.AppendLine(string.Join(" | ", images.Select(image => image.Caption.PadRight(width))).TrimEnd());
        for (int row = 0; row < images[0].Rows.Length; row++)
        {
            text.AppendLine(string.Join(" | ", images.Select(image => image.Rows[row])).TrimEnd());
        }

        return text.ToString();
    }

    // A character is about twice as high as it is wide: small images take two characters for each pixel, large ones one for two
    // pixels.
    private static string[] Draw(ReadOnlySpan<float> pixels, int side)
    {
        bool large = side > 16;
        var rows = new string[large ? side / 2 : side];
        for (int row = 0; row < rows.Length; row++)
        {
            var text = new StringBuilder();
            for (int column = 0; column < side; column++)
            {
                float brightness = large
                    ? (pixels[(2 * row * side) + column] + pixels[(((2 * row) + 1) * side) + column]) / 2
                    : pixels[(row * side) + column];
                text.Append(Shades[(int)MathF.Round(brightness * (Shades.Length - 1))], large ? 1 : 2);
            }

            rows[row] = text.ToString();
        }

        return rows;
    }
}
