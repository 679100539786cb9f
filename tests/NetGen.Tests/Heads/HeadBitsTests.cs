using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;
using NetGen.Reference;
using NetGen.Tests.Support;

namespace NetGen.Tests.Heads;

/// <summary>Heads against those of the reference, bit for bit, for every number of outputs up to several vectors of every width.</summary>
/// <remarks>
/// Targets, costs, rows and errors end where no page follows. Other runs repeat these tests with other widths of vectors.
/// </remarks>
public class HeadBitsTests
{
    private const double Delta = 0.7;

    // Several vectors of the widest kind, and all that is left over beside one, or beside several in the long checks. Processes without
    // some instructions are slow, and fewer outputs are several of their narrower vectors.
    private static readonly int MaxOutputs = LongChecks.AreWanted && !InstructionSets.IsChild ? 70 : 33;

    /// <summary>Every output activation with each of its costs.</summary>
    public static TheoryData<Activation, CostFunction> Heads =>
    [
        .. from cost in Enum.GetValues<CostFunction>()
           from activation in Enum.GetValues<Activation>()
           where CostTraits.IsValid(cost, activation)
           select (activation, cost),
    ];

    [Theory]
    [MemberData(nameof(Heads))]
    public void Every_number_of_outputs_gives_the_bits_of_the_reference(Activation activation, CostFunction cost)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Pages that nobody may touch are made by system calls of Linux.");
        double[] smoothings = CostTraits.HasLabelSmoothing(cost) ? [0, 0.1] : [0];
        for (int outputs = ActivationTraits.IsElementwise(activation) ? 1 : 2; outputs <= MaxOutputs; outputs++)
        {
            foreach (double smoothing in smoothings)
            {
                // More samples than the widest vector holds numbers, which share vectors in some heads: by one, and by more.
                foreach (int count in (int[])[1, 2, 17, 18])
                {
                    Check<float>(activation, cost, outputs, count, smoothing);
                    Check<double>(activation, cost, outputs, count, smoothing);
                }
            }
        }
    }

    /// <summary>What a head does not take as a row, it does not touch.</summary>
    [Fact]
    public void Rows_must_lie_in_the_span()
    {
        OutputHead<float> head = OutputHeads.SoftmaxCategoricalCrossEntropy<float>(10);
        Assert.Throws<ArgumentException>("rows", () => head.Activate(new float[15], 16, 1));
        Assert.Throws<ArgumentException>("rows", () => head.Activate(new float[31], 16, 2));
        Assert.Throws<ArgumentException>("rows", () => head.Activate(new float[32], 10, 2));
        Assert.Throws<ArgumentException>("rows", () => head.Activate(new float[32], 16, -1));
        Assert.Throws<ArgumentException>("rows", () => head.Activate(new float[32], -16, 2));
        Assert.Throws<ArgumentException>("rows", () => head.Activate(new float[32], int.MaxValue, int.MaxValue));
        head.Activate([], 16, 0);
        var rows = new float[36];
        head.Activate(rows, 20, 2);
        Assert.Equal(0.1f, rows[0]);
        Assert.Equal(0.1f, rows[29]);
        Assert.Equal([0f, 0f, 0f, 0f], rows[16..20]);
    }

    [Fact]
    public void There_is_at_least_one_output()
    {
        Assert.Throws<ArgumentOutOfRangeException>("outputs", () => OutputHeads.SoftmaxCategoricalCrossEntropy<float>(0));
        Assert.Throws<ArgumentOutOfRangeException>("outputs", () => OutputHeads.SigmoidBinaryCrossEntropy<double>(-1));
        Assert.Throws<ArgumentOutOfRangeException>("outputs", () => OutputHeads.Elementwise<Tanh, Quadratic, float>(0, default));
    }

    private static void Check<T>(Activation activation, CostFunction cost, int outputs, int count, double smoothing)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const double Alpha = -0.3;
        NumericType type = typeof(T) == typeof(float) ? NumericType.Single : NumericType.Double;
        ReferenceHead<T> reference = ReferenceHead<T>.Of(
            new NetworkTopology([1, outputs], [activation], cost, type, [Alpha], Delta, smoothing));
        OutputHead<T> head = HeadOf<T>(activation, cost, outputs, Alpha, smoothing);
        int stride = (int)head.Lanes + (count % 2 == 0 ? 8 : 0);
        var random = new Random((outputs * 10) + count);
        foreach (bool special in (bool[])[false, true])
        {
            T[] rows = new T[((count - 1) * stride) + (int)head.Lanes];
            T[] targets = [.. Enumerable.Range(0, count * outputs).Select(_ => Target<T>(cost, random))];
            for (int sample = 0; sample < count; sample++)
            {
                for (int unit = 0; unit < outputs; unit++)
                {
                    rows[(sample * stride) + unit] = WeightedInput<T>(random, special);
                }

                // Now and then a sample without a number in it, between others.
                if (special && sample % 4 == 1)
                {
                    T[] noNumbers = [T.NegativeInfinity, T.PositiveInfinity, T.NaN];
                    rows.AsSpan(sample * stride, outputs).Fill(noNumbers[sample / 4 % 3]);
                }
            }

            foreach (bool keeps in (bool[])[false, true])
            {
                string what = $"{activation}, {cost}, smoothing {smoothing}, {typeof(T).Name}, {outputs} outputs";
                CheckEvaluate(reference, head, rows, stride, targets, count, keeps, what);
            }
        }
    }

    private static void CheckEvaluate<T>(
        ReferenceHead<T> reference, OutputHead<T> head, T[] z, int stride, T[] targets, int count, bool keeps, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int outputs = (int)head.Outputs;
        using var memory = new GuardedMemory();
        Span<T> rows = memory.Copy<T>(z);
        Span<T> activated = memory.Copy<T>(z);
        Span<T> rowsOfOutputs = memory.Copy<T>(z);
        Span<T> unpadded = memory.Copy<T>([.. Enumerable.Repeat(T.NaN, count * outputs)]);
        Span<T> errors = memory.Copy<T>([.. z.Select(_ => T.NaN)]);
        Span<T> costs = memory.Copy<T>(new T[count]);
        Span<T> costsAlone = memory.Copy<T>(new T[count]);
        Span<T> guardedTargets = memory.Copy<T>(targets);
        ref T none = ref Unsafe.NullRef<T>();
        head.Evaluate(ref activated[0], (nuint)stride, ref guardedTargets[0], ref none, (nuint)count, ref costsAlone[0], false);
        EqualityAssert.SameBits<T>(z, activated, $"{what}: weighted inputs");
        head.ActivateRows(ref activated[0], (nuint)stride, (nuint)count);
        head.Activate(rowsOfOutputs, stride, unpadded, count);
        T[] longer = [.. Enumerable.Repeat(T.NaN, (count * outputs) + 100)];
        head.Activate([.. z], stride, longer, count);
        EqualityAssert.SameBits<T>(unpadded, longer.AsSpan(0, count * outputs), $"{what}: outputs in a longer span");
        EqualityAssert.SameBits<T>([.. Enumerable.Repeat(T.NaN, 100)], longer.AsSpan(count * outputs), $"{what}: after the outputs");
        head.Evaluate(ref rows[0], (nuint)stride, ref guardedTargets[0], ref errors[0], (nuint)count, ref costs[0], keeps);

        var expectedError = new T[outputs];
        for (int sample = 0; sample < count; sample++)
        {
            string which = $"{what}, sample {sample} of {count}";
            ReadOnlySpan<T> weightedInputs = z.AsSpan(sample * stride, outputs);
            T[] a = reference.Activations(weightedInputs);
            T cost = reference.CostAndError(weightedInputs, targets.AsSpan(sample * outputs, outputs), expectedError);
            EqualityAssert.SameBits<T>([cost], costs.Slice(sample, 1), $"{which}: cost");
            EqualityAssert.SameBits<T>([cost], costsAlone.Slice(sample, 1), $"{which}: cost without errors");
            EqualityAssert.SameBits<T>(a, activated.Slice(sample * stride, outputs), $"{which}: activations");
            EqualityAssert.SameBits<T>(a, unpadded.Slice(sample * outputs, outputs), $"{which}: outputs");
            EqualityAssert.SameBits<T>(keeps ? a : weightedInputs, rows.Slice(sample * stride, outputs), $"{which}: kept");
            EqualityAssert.SameBits<T>(expectedError, errors.Slice(sample * stride, outputs), $"{which}: errors");
            Span<T> padding = errors.Slice((sample * stride) + outputs, (int)head.Lanes - outputs);
            EqualityAssert.SameBits<T>(new T[padding.Length], padding, $"{which}: padding of the errors");
            if (sample < count - 1)
            {
                int spare = (sample * stride) + (int)head.Lanes;
                int length = stride - (int)head.Lanes;
                T[] untouched = [.. Enumerable.Repeat(T.NaN, length)];
                EqualityAssert.SameBits<T>(untouched, errors.Slice(spare, length), $"{which}: after the errors");
                EqualityAssert.SameBits<T>(new T[length], rows.Slice(spare, length), $"{which}: after the row");
                EqualityAssert.SameBits<T>(new T[length], activated.Slice(spare, length), $"{which}: after the activations");
            }
        }
    }

    private static OutputHead<T> HeadOf<T>(Activation activation, CostFunction cost, int outputs, double alpha, double smoothing)
        where T : unmanaged, IFloatingPointIeee754<T> => (activation, cost) switch
        {
            (_, CostFunction.BinaryCrossEntropy) => smoothing > 0
                ? OutputHeads.SigmoidBinaryCrossEntropy<T>(outputs, smoothing)
                : OutputHeads.SigmoidBinaryCrossEntropy<T>(outputs),
            (_, CostFunction.CategoricalCrossEntropy) => smoothing > 0
                ? OutputHeads.SoftmaxCategoricalCrossEntropy<T>(outputs, smoothing)
                : OutputHeads.SoftmaxCategoricalCrossEntropy<T>(outputs),
            (_, CostFunction.NegativeLogLikelihood) => OutputHeads.LogSoftmaxNegativeLogLikelihood<T>(outputs),
            _ when ActivationTraits.IsElementwise(activation) =>
                ActivationRegistry.Use<OutputHead<T>, HeadUse<T>>(activation, alpha, new(cost, outputs)),
            _ => throw new InvalidOperationException($"No head is known for {activation} and {cost}."),
        };

    private static OutputHead<T> WithCost<TActivation, T>(CostFunction cost, int outputs, TActivation activation)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T> => cost switch
        {
            CostFunction.Quadratic => OutputHeads.Elementwise<TActivation, Quadratic, T>(outputs, activation),
            CostFunction.MeanSquaredError => OutputHeads.Elementwise<TActivation, MeanSquaredError, T>(outputs, activation, new(outputs)),
            CostFunction.MeanAbsoluteError =>
                OutputHeads.Elementwise<TActivation, MeanAbsoluteError, T>(outputs, activation, new(outputs)),
            CostFunction.Huber => OutputHeads.Elementwise<TActivation, Huber, T>(outputs, activation, new(outputs, Delta)),
            CostFunction.Hinge => OutputHeads.Elementwise<TActivation, Hinge, T>(outputs, activation, new(outputs)),
            _ => throw new InvalidOperationException($"No head is known for {cost}."),
        };

    private static T Target<T>(CostFunction cost, Random random)
        where T : unmanaged, IFloatingPointIeee754<T> => T.CreateTruncating(random.Next(3) switch
        {
            _ when cost == CostFunction.Hinge => random.Next(2) == 0 ? -1 : 1,
            0 => 0,
            1 => 1,
            _ => random.NextDouble(),
        });

    // Now and then a number out of the ordinary, if wanted.
    private static T WeightedInput<T>(Random random, bool special)
        where T : unmanaged, IFloatingPointIeee754<T> => (special ? random.Next(60) : -1) switch
        {
            -1 => T.CreateTruncating((random.NextDouble() * 20) - 10),
            0 => T.NaN,
            1 => T.PositiveInfinity,
            2 => T.NegativeInfinity,
            3 => Half<T>(),
            4 => -Half<T>(),
            5 => T.NegativeZero,
            6 => T.Epsilon,
            _ => T.CreateTruncating((random.NextDouble() * 400) - 200),
        };

    // Of the largest number.
    private static T Half<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(typeof(T) == typeof(float) ? float.MaxValue / 2 : double.MaxValue / 2);

    private readonly struct HeadUse<T>(CostFunction cost, int outputs) : IActivationUse<OutputHead<T>>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public OutputHead<T> With<TFunction>(TFunction function)
            where TFunction : struct, IActivationFunction => WithCost<TFunction, T>(cost, outputs, function);
    }
}
