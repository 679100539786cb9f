using System.Globalization;

namespace NetGen;

/// <summary>Weights whose rows, or columns if there are fewer, are orthogonal and as long as the gain; biases 0.</summary>
internal sealed class OrthogonalInitializer(double gain) : MatrixInitializer
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{nameof(Orthogonal)}({gain:R})");

    /// <inheritdoc/>
    protected override void Make(LayerTopology layer, Span<double> biases, Span<double> weights, SeededRandom random)
    {
        int count = Math.Min(layer.InputSize, layer.OutputSize);
        int length = Math.Max(layer.InputSize, layer.OutputSize);
        var vectors = new double[count][];
        for (int i = 0; i < count; i++)
        {
            vectors[i] = Draw(vectors.AsSpan(0, i), length, random);
        }

        bool areRows = layer.OutputSize <= layer.InputSize;
        for (int unit = 0; unit < layer.OutputSize; unit++)
        {
            for (int input = 0; input < layer.InputSize; input++)
            {
                double component = areRows ? vectors[unit][input] : vectors[input][unit];
                weights[(unit * layer.InputSize) + input] = gain * component;
            }
        }
    }

    // Normal deviates point into every direction with equal probability; so does what is left of them beside the vectors before. That is
    // the factor Q of a matrix of normal deviates, with a positive diagonal in R.
    private static double[] Draw(ReadOnlySpan<double[]> before, int length, SeededRandom random)
    {
        var vector = new double[length];
        double norm;
        do
        {
            foreach (ref double component in vector.AsSpan())
            {
                component = random.NextNormal();
            }

            norm = Orthogonalize(vector, before);
        }
        while (norm == 0);

        foreach (ref double component in vector.AsSpan())
        {
            component /= norm;
        }

        return vector;
    }

    // Modified Gram-Schmidt, again where much of the vector was taken away, as the rest has lost digits then.
    private static double Orthogonalize(double[] vector, ReadOnlySpan<double[]> before)
    {
        double squareBefore, square = Dot(vector, vector);
        do
        {
            squareBefore = square;
            foreach (double[] other in before)
            {
                double part = Dot(other, vector);
                for (int i = 0; i < vector.Length; i++)
                {
                    vector[i] -= part * other[i];
                }
            }

            square = Dot(vector, vector);
        }
        while (square < 0.5 * squareBefore);

        return Math.Sqrt(square);
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
