using System.Numerics;
using NetGen.CompilerServices;
using NetGen.Layers.Dense;
using NetGen.Layout;
using NetGen.Tests.Support;

namespace NetGen.Tests;

/// <summary>
/// The error pass behind narrow layers against plain loops, in all its paths: tiles, rests, panels and paddings of every kind. All memory
/// that it is given ends where no page follows, so that it is seen if it touches more.
/// </summary>
public sealed class NarrowLayerErrorsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(11)]
    public void Errors_are_chains_over_the_units_whatever_the_shape(int rows)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Pages that nobody may touch are made by system calls of Linux.");
        foreach (int units in (int[])[1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 47, 64, 77])
        {
            foreach (int nextUnits in (int[])[1, 2, 3, 4, 5, 8, 9, 11, 16])
            {
                Check<float>(units, nextUnits, rows, NumericType.Single);
                Check<double>(units, nextUnits, rows, NumericType.Double);
            }

            Check<float>(units, 17, rows, NumericType.Single);
            Check<float>(units, 31, rows, NumericType.Single);
            Check<float>(units, 32, rows, NumericType.Single);
        }
    }

    private static void Check<T>(int units, int nextUnits, int rows, NumericType type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Only the layout of the weights matters, which in dot form would be another.
        DenseLayout next = DenseLayout.Create(units, nextUnits, type, 0);
        DenseLayout layout = DenseLayout.Create(1, units, type, 0);
        if (next.Form == LayerForm.Dot)
        {
            return;
        }

        Assert.True(next.ChainsErrors);
        var random = new Random((units * 100) + nextUnits);
        T[] weights = new T[next.EndOffset];
        for (int unit = 0; unit < nextUnits; unit++)
        {
            for (int k = 0; k < units; k++)
            {
                weights[next.WeightIndex(unit, k)] = Number<T>(random);
            }
        }

        // Strides also longer than the lanes; what lies between must stay as it was.
        int nextStride = next.Lanes + (4 * (rows % 2));
        int stride = layout.Lanes + (4 * (rows % 2));
        T[] nextErrors = Numbers<T>(random, rows * nextStride);
        T[] activations = Numbers<T>(random, rows * stride);
        T[] actual = Numbers<T>(random, rows * stride);
        T[] expected = [.. actual];
        for (int row = 0; row < rows; row++)
        {
            // Infinite errors must not get into the padding.
            nextErrors[row * nextStride] = row == 3 ? T.PositiveInfinity : nextErrors[row * nextStride];
            for (int k = 0; k < layout.Lanes; k++)
            {
                T sum = T.Zero;
                for (int unit = 0; unit < nextUnits && k < units; unit++)
                {
                    sum = T.FusedMultiplyAdd(weights[next.WeightIndex(unit, k)], nextErrors[(row * nextStride) + unit], sum);
                }

                int at = (row * stride) + k;
                expected[at] = k < units ? sum * DerivativeOfTanh(activations[at]) : T.Zero;
            }
        }

        using var memory = new GuardedMemory();
        Span<T> guardedErrors = memory.Copy<T>(actual);
        NarrowLayerErrors.Propagate(
            default(Tanh),
            ref memory.Copy<T>(weights.AsSpan((int)next.WeightOffset, (int)next.WeightLength))[0],
            ref memory.Copy<T>(nextErrors)[0],
            (nuint)nextStride,
            (nuint)nextUnits,
            (nuint)next.PanelLanes,
            ref memory.Copy<T>(activations)[0],
            ref guardedErrors[0],
            (nuint)stride,
            (nuint)units,
            (nuint)layout.Lanes,
            (nuint)rows);
        EqualityAssert.SameBits<T>(expected, guardedErrors, $"{typeof(T).Name}, {units} units before {nextUnits}, {rows} samples");
    }

    private static T DerivativeOfTanh<T>(T a)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new NetGen.Numerics.ScalarActivation<T, Tanh>(default).Derivative(default, a);

    private static T[] Numbers<T>(Random random, int count)
        where T : unmanaged, IFloatingPointIeee754<T> => [.. Enumerable.Range(0, count).Select(_ => Number<T>(random))];

    private static T Number<T>(Random random)
        where T : unmanaged, IFloatingPointIeee754<T> => T.CreateTruncating((random.NextDouble() * 2) - 1);
}
