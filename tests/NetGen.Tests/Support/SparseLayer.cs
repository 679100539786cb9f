using System.Numerics;
using NetGen.CompilerServices;
using NetGen.Layout;

namespace NetGen.Tests;

/// <summary>
/// One layer in output-lane form with samples, of which the library's kernels for non-zero inputs and plain loops over all inputs compute
/// the same.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class SparseLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Between the inputs, errors and sums of one sample and those of the next.
    private const int Gap = 3;

    private static readonly NumericType Numbers = typeof(T) == typeof(float) ? NumericType.Single : NumericType.Double;

    private readonly int _panel;

    /// <summary>Draws biases, weights and errors; zeros of both signs are among them, and padding is zero.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="units">The number of units.</param>
    /// <param name="x">The inputs of the samples, without gaps.</param>
    /// <param name="random">Draws the rest.</param>
    public SparseLayer(int inputs, int units, T[] x, Random random)
    {
        Inputs = inputs;
        Units = units;
        Rows = x.Length / inputs;
        Lanes = LayoutRules.PaddedOutputs(units, LayerLayout.LaneCountOf(Numbers));
        _panel = Math.Min(Lanes, LayerLayout.LaneCountOf(Numbers));
        X = Spread(x, inputs, InputStride);
        Biases = [.. SparseSamples.Draw<T>(units, 0.8, inRuns: false, random), .. new T[Lanes - units]];
        T[] errors = SparseSamples.Draw<T>(Rows * Lanes, 0.9, inRuns: false, random);
        Weights = SparseSamples.Draw<T>(inputs * Lanes, 0.8, inRuns: false, random);
        for (int unit = units; unit < Lanes; unit++)
        {
            for (int row = 0; row < Rows; row++)
            {
                errors[(row * Lanes) + unit] = T.Zero;
            }

            for (int input = 0; input < inputs; input++)
            {
                Weights[IndexOf(unit, input)] = T.Zero;
            }
        }

        Errors = Spread(errors, Lanes, LaneStride);
    }

    public delegate T Rule(T weight, T sum, ref T first, ref T second);

    public int Inputs { get; }

    public int Units { get; }

    public int Rows { get; }

    public int Lanes { get; }

    public int InputStride => Inputs + Gap;

    public int LaneStride => Lanes + Gap;

    public T[] X { get; }

    public T[] Biases { get; }

    public T[] Weights { get; }

    public T[] Errors { get; }

    /// <summary>Where the weight of an input to a unit lies.</summary>
    public int IndexOf(int unit, int input) => (unit / _panel * _panel * Inputs) + (input * _panel) + (unit % _panel);

    /// <summary>The weighted inputs of the first samples, from all inputs; elsewhere what was there.</summary>
    /// <param name="rows">The number of these samples.</param>
    /// <param name="before">What was there.</param>
    public T[] SumAll(int rows, T[] before)
    {
        T[] z = [.. before];
        int segments = LayoutRules.Segments(LayerForm.OutputLanes, Inputs);
        for (int row = 0; row < rows; row++)
        {
            for (int unit = 0; unit < Lanes; unit++)
            {
                T all = T.Zero;
                for (int segment = 0; segment < segments; segment++)
                {
                    T sum = segment == 0 ? Biases[unit] : T.Zero;
                    for (int input = segment * Inputs / segments; input < (segment + 1) * Inputs / segments; input++)
                    {
                        sum = T.FusedMultiplyAdd(X[(row * InputStride) + input], Weights[IndexOf(unit, input)], sum);
                    }

                    all = segment == 0 ? sum : all + sum;
                }

                z[(row * LaneStride) + unit] = all + T.Zero;
            }
        }

        return z;
    }

    /// <summary>Has the kernel sum the weighted inputs.</summary>
    public int SumNonZero(Span<T> z) => (int)DenseLayer.SumNonZeroRows<T>(
        Biases, Weights, X, Inputs, InputStride, z, LaneStride, Units, (nuint)Rows);

    /// <summary>Sums the gradient of some inputs' weights over all samples, and uses it.</summary>
    /// <param name="begin">The first of the inputs.</param>
    /// <param name="end">The first one after them.</param>
    /// <param name="starts">Whether sums start from zero, rather than from what is in the weights.</param>
    /// <param name="rule">What to do with a sum.</param>
    /// <param name="weights">The weights, and what is kept for them.</param>
    /// <param name="first">The first number that is kept for each.</param>
    /// <param name="second">The second one.</param>
    public void AddAll(int begin, int end, bool starts, Rule rule, Span<T> weights, Span<T> first, Span<T> second)
    {
        for (int input = begin; input < end; input++)
        {
            for (int unit = 0; unit < Units; unit++)
            {
                int at = IndexOf(unit, input);
                T sum = starts ? T.Zero : weights[at];
                for (int row = 0; row < Rows; row++)
                {
                    sum = T.FusedMultiplyAdd(X[(row * InputStride) + input], Errors[(row * LaneStride) + unit], sum);
                }

                weights[at] = rule(weights[at], sum + T.Zero, ref first[at], ref second[at]);
            }
        }
    }

    /// <summary>Has the kernel sum a worker's share of the gradient.</summary>
    public bool TryAddNonZero<TRule>(Span<T> weights, int tile, in BlockUpdate<TRule, T> update, int worker, int workers)
        where TRule : struct, IUpdateRule<T> =>
        DenseLayer.TryAddNonZeroGradient(
            weights, Inputs, tile, Units, X, InputStride, Errors, LaneStride, (nuint)Rows, in update, (nuint)worker, (nuint)workers);

    // NaN in the gaps: whoever uses it shows.
    private T[] Spread(T[] values, int length, int stride)
    {
        var spread = new T[((Rows - 1) * stride) + length];
        spread.AsSpan().Fill(T.NaN);
        for (int row = 0; row < Rows; row++)
        {
            values.AsSpan(row * length, length).CopyTo(spread.AsSpan(row * stride));
        }

        return spread;
    }
}
