using System.Globalization;
using System.Numerics;

namespace NetGen.Reporting;

/// <summary>Finds the samples that a network gets most wrong.</summary>
internal static class Mistakes
{
    /// <summary>The worst mistakes, the worst first.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">Samples with labels or targets.</param>
    /// <param name="count">How many, at most.</param>
    /// <param name="imageWidth">Pixels in a row of the samples' pictures, or null if they are none.</param>
    public static IReadOnlyList<Mistake> Find<T>(INetwork<T> network, DataSet<T> data, int count, int? imageWidth)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] outputs = network.FeedForward(data);
        int size = network.Topology.OutputSize;
        // Where a single output goes over from one class to the other.
        double border = network.Topology.Cost == CostFunction.Hinge ? 0 : 0.5;
        IReadOnlyList<string>? names = network.ClassNames ?? data.ClassNames;
        var predicted = data.HasLabels ? network.Predict(data) : [];
        var target = new T[data.TargetSize];
        var found = new PriorityQueue<(int Index, double Size), double>();
        for (int i = 0; i < data.Count; i++)
        {
            double wrong = data.HasLabels
                ? Margin(outputs.AsSpan(i * size, size), data.GetLabel(i), predicted[i].Label, border)
                : Error(outputs.AsSpan(i * size, size), data, i, target);
            if (wrong > 0)
            {
                found.Enqueue((i, wrong), wrong);
                if (found.Count > count)
                {
                    _ = found.Dequeue();
                }
            }
        }

        return
        [
            .. found.UnorderedItems.OrderByDescending(item => item.Element.Size).ThenBy(item => item.Element.Index).Select(item =>
            {
                int i = item.Element.Index;
                (string actual, string said) = data.HasLabels
                    ? (Name(data.GetLabel(i)), Name(predicted[i].Label))
                    : (Numbers(TargetOf(i)), Numbers(outputs.AsSpan(i * size, size)));
                return new Mistake(i, actual, said, item.Element.Size, imageWidth is int width ? ImageOf(data, i, width) : null);
            }),
        ];

        string Name(int label) => label < 0 ? "nothing" : names?[label] ?? label.ToString(CultureInfo.InvariantCulture);

        ReadOnlySpan<T> TargetOf(int index)
        {
            data.CopyTarget(index, target);
            return target;
        }
    }

    /// <summary>A sample as a picture.</summary>
    public static PixelImage ImageOf<T>(DataSet<T> data, int index, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var input = new T[data.InputSize];
        data.CopyInput(index, input);
        return new PixelImage(width, Array.ConvertAll(input, double.CreateTruncating), PixelScale.Gray);
    }

    // Not a mistake: 0. NaN is as wrong as can be.
    private static double Margin<T>(ReadOnlySpan<T> outputs, int actual, int predicted, double border)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (actual == predicted)
        {
            return 0;
        }

        if (predicted < 0)
        {
            return double.PositiveInfinity;
        }

        // A single output stands for class 1, and the farther from the border the more certain.
        double margin = outputs.Length == 1
            ? Math.Abs(double.CreateTruncating(outputs[0]) - border)
            : double.CreateTruncating(outputs[predicted]) - double.CreateTruncating(outputs[actual]);
        return double.IsNaN(margin) ? double.PositiveInfinity : Math.Max(margin, double.Epsilon);
    }

    private static double Error<T>(ReadOnlySpan<T> outputs, DataSet<T> data, int index, T[] target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        data.CopyTarget(index, target);
        double largest = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            double error = Math.Abs(double.CreateTruncating(outputs[i]) - double.CreateTruncating(target[i]));
            largest = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(largest, error);
        }

        return largest;
    }

    private static string Numbers<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Shown = 4;
        var texts = new List<string>();
        foreach (T value in values[..Math.Min(values.Length, Shown)])
        {
            texts.Add(value.ToString("G4", CultureInfo.InvariantCulture));
        }

        return string.Join(", ", texts) + (values.Length > Shown ? ", …" : "");
    }
}
