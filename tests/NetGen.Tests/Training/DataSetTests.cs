namespace NetGen.Tests.Training;

public class DataSetTests
{
    private static readonly float[] _features = [1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public void Labels_become_one_hot_targets()
    {
        DataSet<float> data = DataSet.FromLabels(_features, 2, new[] { 2, 0, 1, 2 }, 3);
        Assert.Equal((4, 2, 3), (data.Count, data.InputSize, data.TargetSize));
        Assert.Equal([5, 6], Input(data, 2));
        Assert.Equal([0, 1, 0], Target(data, 2));
        Assert.Equal([2, 0, 1, 2], Labels(data));
    }

    [Fact]
    public void A_target_overwrites_all_that_was_there()
    {
        DataSet<float> data = DataSet.FromLabels(_features, 2, new[] { 2, 0, 1, 2 }, 3);
        float[] target = [9, 9, 9];
        data.CopyTarget(0, target);
        Assert.Equal([0, 0, 1], target);
    }

    [Fact]
    public void Target_vectors_are_no_labels()
    {
        DataSet<float> data = DataSet.FromTargets(_features, 4, [0f, 1f, 0f, -2f, -3f, -2f], 3);
        Assert.Equal([-2, -3, -2], Target(data, 1));
        Assert.False(data.HasLabels);
        var exception = Assert.Throws<InvalidOperationException>(() => data.GetLabel(0));
        Assert.Contains("DataSet.FromLabels", exception.Message, StringComparison.Ordinal);
        Assert.True(RecordingNetwork.Data(4).Shuffle(1).Slice(1, 2).HasLabels);
        Assert.False(data.Shuffle(1).Slice(1, 1).HasLabels);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Numbers_that_are_not_finite_are_refused_with_their_place(float value, string text)
    {
        // In vectors and in what remains after them.
        float[] values = [.. Enumerable.Range(0, 35).Select(i => i - 17.5f), float.MaxValue, float.MinValue, float.Epsilon, -0f, 0];
        Assert.Equal(8, DataSet.FromTargets(values, 5, values, 5).Count);
        foreach (int index in new[] { 0, 9, 31, 32, 39 })
        {
            float[] broken = [.. values];
            broken[index] = value;
            double[] doubles = [.. broken.Select(one => (double)one)];
            AssertRefused("features", "feature", () => DataSet.FromLabels(broken, 5, new int[8], 2));
            AssertRefused("features", "feature", () => DataSet.FromLabels((ReadOnlyMemory<float>)broken, 5, new int[8], 2));
            AssertRefused("features", "feature", () => DataSet.FromLabels(doubles, 5, new int[8], 2));
            AssertRefused("features", "feature", () => DataSet.FromTargets(broken, 5, values, 5));
            AssertRefused("targets", "target", () => DataSet.FromTargets(values, 5, broken, 5));
            AssertRefused("targets", "target", () => DataSet.FromTargets(new byte[8], 1, 1f, broken, 5));

            void AssertRefused(string parameterName, string what, Action make) => Assert.Contains(
                $"{what} {index % 5} of sample {index / 5} is {text}.",
                Assert.Throws<ArgumentException>(parameterName, make).Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-44f)]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(2e36f)]
    public void Scales_that_lose_the_features_are_refused(float factor)
    {
        Assert.Throws<ArgumentOutOfRangeException>("scale", () => DataSet.FromLabels(new byte[8], 2, factor, new int[4], 2));
        Assert.Throws<ArgumentOutOfRangeException>("scale", () => DataSet.FromTargets(new byte[8], 2, factor, new float[4], 1));
    }

    [Fact]
    public void Bytes_are_scaled_when_read()
    {
        byte[] bytes = [0, 51, 255, 128];
        DataSet<float> data = DataSet.FromLabels(bytes, 2, 1f / 255, new[] { 0, 1 }, 2);
        Assert.Equal([0f, 51 * (1f / 255)], Input(data, 0));
        bytes[0] = 255;
        Assert.Equal(255 * (1f / 255), Input(data, 0)[0]);
        DataSet<double> doubles = DataSet.FromTargets(bytes, 4, 0.5, new double[] { 7 }, 1);
        double[] input = new double[4];
        doubles.CopyInput(0, input);
        Assert.Equal([127.5, 25.5, 127.5, 64], input);
    }

    [Fact]
    public void Slices_of_slices_and_shuffles_keep_samples_together()
    {
        DataSet<float> data = RecordingNetwork.Data(20);
        DataSet<float> view = data.Slice(5, 10).Shuffle(4).Slice(2, 6);
        Assert.Equal(6, view.Count);
        for (int i = 0; i < view.Count; i++)
        {
            float[] input = Input(view, i);
            Assert.InRange(input[0], 5, 14);
            Assert.Equal(-input[0], input[1]);
            Assert.Equal((int)input[0] % 3, view.GetLabel(i));
            Assert.Equal(1, Target(view, i)[(int)input[0] % 3]);
        }
    }

    [Fact]
    public void Slices_of_slices_count_from_the_start_of_their_own()
    {
        DataSet<float> plain = RecordingNetwork.Data(20).Slice(5, 10).Slice(2, 6).Slice(1, 3);
        Assert.Equal([8, 9, 10], Enumerable.Range(0, plain.Count).Select(i => Input(plain, i)[0]));
        DataSet<float> shuffled = RecordingNetwork.Data(10).Shuffle(1).Slice(2, 7).Slice(3, 2);
        Assert.Equal([9, 2], Enumerable.Range(0, shuffled.Count).Select(i => Input(shuffled, i)[0]));
    }

    [Fact]
    public void The_order_of_a_shuffle_is_pinned()
    {
        DataSet<float> data = RecordingNetwork.Data(10).Shuffle(1);
        Assert.Equal([3, 6, 1, 5, 0, 9, 2, 8, 4, 7], Enumerable.Range(0, 10).Select(i => Input(data, i)[0]));
        int[] again = [3, 6, 1, 5, 0, 9, 2, 8, 4, 7];
        new SeededRandom(2).Shuffle(again.AsSpan());
        Assert.Equal(again.Select(i => (float)i), Enumerable.Range(0, 10).Select(i => Input(data.Shuffle(2), i)[0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(10)]
    public void A_split_takes_each_sample_once(int count)
    {
        (DataSet<float> first, DataSet<float> second) = RecordingNetwork.Data(10).Split(count);
        Assert.Equal((count, 10 - count), (first.Count, second.Count));
        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => (float)i),
            Enumerable.Range(0, count).Select(i => Input(first, i)[0])
                .Concat(Enumerable.Range(0, 10 - count).Select(i => Input(second, i)[0])));
    }

    [Fact]
    public void A_gather_packs_the_samples_that_are_named()
    {
        DataSet<float> data = RecordingNetwork.Data(10).Slice(4, 6);
        var inputs = new float[6];
        var targets = new float[9];
        data.GatherInputs([5, 0, 5, 1], 3, inputs);
        data.GatherTargets([5, 0, 5], targets);
        Assert.Equal([9, -9, 4, -4, 9, -9], inputs);
        Assert.Equal([1, 0, 0, 0, 1, 0, 1, 0, 0], targets);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(300)]
    [InlineData(5000)]
    public void What_is_packed_does_not_depend_on_the_size_of_the_samples_or_what_comes_after(int inputSize)
    {
        // Enough samples that some are packed with others to come, and some without.
        const int Count = 40;
        byte[] bytes = [.. Enumerable.Range(0, Count * inputSize).Select(i => (byte)(i * 37))];
        float[] floats = [.. bytes.Select(value => value * 0.3f)];
        int[] order = [.. Enumerable.Range(0, Count).Select(i => i * 7 % Count)];
        var buffer = new float[Count * inputSize];
        DataSet<float>[] same =
        [
            DataSet.FromLabels(bytes, inputSize, 0.3f, new int[Count], 1),
            DataSet.FromLabels(floats, inputSize, new int[Count], 1),
        ];
        foreach (DataSet<float> data in same)
        {
            foreach (int count in (int[])[1, 10, Count])
            {
                data.GatherInputs(order, count, buffer);
                Assert.Equal(
                    order.Take(count).SelectMany(i => floats.Skip(i * inputSize).Take(inputSize)), buffer.Take(count * inputSize));
                Assert.Equal(floats.AsSpan(0, count * inputSize), data.Inputs(0, count, buffer));
                DataSet<float> last = data.Slice(Count - count, count);
                Assert.Equal(floats.AsSpan((Count - count) * inputSize), last.Inputs(0, count, buffer));
            }
        }
    }

    [Fact]
    public void Features_that_make_no_whole_samples_are_refused_with_the_counts()
    {
        var exception = Assert.Throws<ArgumentException>("features", () => DataSet.FromLabels(_features, 3, new int[2], 2));
        Assert.Contains("3 features; 8 features are 2 samples and 2 features more", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("features", () => DataSet.FromLabels(new byte[8], 3, 1f, new int[2], 2));
        Assert.Throws<ArgumentException>("features", () => DataSet.FromTargets(_features, 3, new float[2], 1));
        Assert.Throws<ArgumentException>("features", () => DataSet.FromTargets(new byte[8], 3, 1f, new float[2], 1));
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused_with_what_was_found()
    {
        var count = Assert.Throws<ArgumentException>("labels", () => DataSet.FromLabels(_features, 2, new int[5], 2));
        Assert.Contains("Expected 4 labels, one for each sample; found 5", count.Message, StringComparison.Ordinal);
        var large = Assert.Throws<ArgumentException>("labels", () => DataSet.FromLabels(_features, 2, new[] { 0, 1, 2, 0 }, 2));
        Assert.Contains("from 0 to 1; that of sample 2 is 2", large.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("labels", () => DataSet.FromLabels(new byte[8], 2, 1f, new[] { 0, 1, -1, 0 }, 2));
        Assert.Throws<ArgumentException>("labels", () => DataSet.FromLabels(new byte[8], 2, 1f, new int[3], 2));
    }

    [Fact]
    public void Targets_that_do_not_fit_are_refused_with_the_counts()
    {
        var exception = Assert.Throws<ArgumentException>("targets", () => DataSet.FromTargets(_features, 2, new float[11], 3));
        Assert.Contains("4 targets of 3 elements, 12 together; found 11", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("targets", () => DataSet.FromTargets(new byte[8], 2, 1f, new float[11], 3));
    }

    [Fact]
    public void Counts_below_one_and_scales_that_are_not_finite_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("featureCount", () => DataSet.FromLabels(_features, 0, new int[4], 2));
        Assert.Throws<ArgumentOutOfRangeException>("classCount", () => DataSet.FromLabels(_features, 2, new int[4], 0));
        Assert.Throws<ArgumentOutOfRangeException>("targetCount", () => DataSet.FromTargets(_features, 2, _features, 0));
        Assert.Throws<ArgumentOutOfRangeException>("scale", () => DataSet.FromLabels(new byte[8], 2, float.NaN, new int[4], 2));
        Assert.Throws<ArgumentOutOfRangeException>(
            "scale", () => DataSet.FromTargets(new byte[8], 2, double.PositiveInfinity, new double[4], 1));
    }

    [Fact]
    public void Null_arrays_are_refused()
    {
        Assert.Throws<ArgumentNullException>("features", () => DataSet.FromLabels((float[])null!, 2, new int[4], 2));
        Assert.Throws<ArgumentNullException>("features", () => DataSet.FromTargets(null!, 2, _features, 2));
        Assert.Throws<ArgumentNullException>("targets", () => DataSet.FromTargets(_features, 2, null!, 2));
    }

    [Fact]
    public void What_lies_outside_is_refused()
    {
        DataSet<float> data = RecordingNetwork.Data(10).Slice(2, 5);
        foreach (int index in new[] { -1, 5 })
        {
            Assert.Throws<ArgumentOutOfRangeException>("index", () => data.GetLabel(index));
            Assert.Throws<ArgumentOutOfRangeException>("index", () => data.CopyInput(index, new float[2]));
            Assert.Throws<ArgumentOutOfRangeException>("index", () => data.CopyTarget(index, new float[3]));
        }

        Assert.Throws<ArgumentOutOfRangeException>("start", () => data.Slice(6, 0));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => data.Slice(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => data.Slice(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => data.Slice(3, -1));
        Assert.Throws<ArgumentOutOfRangeException>("firstCount", () => data.Split(6));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => data.Slice(0, 0).GetLabel(0));
    }

    [Fact]
    public void Destinations_of_the_wrong_length_are_refused_with_both_lengths()
    {
        DataSet<float> data = RecordingNetwork.Data(4);
        var input = Assert.Throws<ArgumentException>("destination", () => data.CopyInput(0, new float[3]));
        Assert.Contains("2 elements; the destination has 3", input.Message, StringComparison.Ordinal);
        var target = Assert.Throws<ArgumentException>("destination", () => data.CopyTarget(0, new float[2]));
        Assert.Contains("3 elements; the destination has 2", target.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_numeric_types_are_refused() =>
        Assert.Throws<NotSupportedException>(() => DataSet.FromLabels(new Half[4], 2, new int[2], 2));

    [Fact]
    public void A_data_set_reads_as_its_shape()
    {
        Assert.Equal("DataSet of Single: 4 samples, 2 inputs, 3 classes", RecordingNetwork.Data(4).ToString());
        Assert.Equal("DataSet of Single: 2 samples, 2 inputs, 2 classes", DataSet.FromLabels(new float[4], 2, new int[2], 2).ToString());
        Assert.Equal(
            "DataSet of Double: 3 samples, 1 input, 2 targets", DataSet.FromTargets(new double[3], 1, new double[6], 2).ToString());
    }

    /// <summary>Outputs stand for classes where there are labels, and for targets where there are none.</summary>
    [Fact]
    public void Data_of_other_sizes_than_the_network_are_refused()
    {
        var topology = new NetworkTopology([1, 2, 1], [Activation.Sigmoid, Activation.Identity]);
        var network = ReferenceNetwork<float>.Create(topology, seed: 1);
        AssertRefused(
            DataSet.FromTargets(new float[6], 3, new float[2], 1),
            "Expected samples of 1 input and 1 target, as the network has; found 3 inputs and 1 target.");
        AssertRefused(
            DataSet.FromLabels(new float[6], 2, new[] { 0, 1, 2 }, 3),
            "Expected samples of 1 input and 1 output, as the network has; found 2 inputs and labels of 3 classes. ");

        void AssertRefused(DataSet<float> data, string message) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => network.Evaluate(data)).Message, StringComparison.Ordinal);
    }

    private static float[] Input(DataSet<float> data, int index)
    {
        var input = new float[data.InputSize];
        data.CopyInput(index, input);
        return input;
    }

    private static float[] Target(DataSet<float> data, int index)
    {
        var target = new float[data.TargetSize];
        data.CopyTarget(index, target);
        return target;
    }

    private static IEnumerable<int> Labels(DataSet<float> data) => Enumerable.Range(0, data.Count).Select(data.GetLabel);
}
