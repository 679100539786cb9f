namespace NetGen.Tests.Data;

/// <summary>Parts of data sets.</summary>
public class SplitTests
{
    [Theory]
    [InlineData(0, new[] { 0, 0, 0 })]
    [InlineData(1, new[] { 1, 0, 0 })]
    [InlineData(2, new[] { 1, 1, 0 })]
    [InlineData(10, new[] { 5, 3, 2 })]
    [InlineData(11, new[] { 6, 3, 2 })]
    [InlineData(39, new[] { 19, 12, 8 })]
    [InlineData(40, new[] { 20, 12, 8 })]
    public void A_stratified_split_keeps_the_proportions_of_the_classes(int firstCount, int[] expected)
    {
        DataSet<float> data = Labeled([20, 12, 8]).Shuffle(3);
        (DataSet<float> first, DataSet<float> second) = data.SplitStratified(firstCount, seed: 1);
        Assert.Equal(firstCount, first.Count);
        Assert.Equal(expected, CountsOf(first));
        AssertParts(data, first, second);
        Assert.Equal(3, second.TargetSize);
        Assert.Equal(first.Inputs(), data.SplitStratified(firstCount, seed: 1).First.Inputs());
        Assert.True(firstCount is 0 or 40 || !Values(first).SequenceEqual(Values(data.SplitStratified(firstCount, 2).First)));
    }

    [Fact]
    public void A_stratified_split_shuffles_and_needs_labels()
    {
        DataSet<float> data = Labeled([50, 50]);
        (DataSet<float> first, DataSet<float> second) = data.SplitStratified(50, seed: 1);
        Assert.NotEqual(first.Labels().Order(), first.Labels());
        Assert.NotEqual(second.Labels().Order(), second.Labels());
        Assert.Throws<ArgumentOutOfRangeException>("firstCount", () => data.SplitStratified(101, 1));
        Assert.Throws<ArgumentOutOfRangeException>("firstCount", () => data.SplitStratified(-1, 1));
        var exception = Assert.Throws<InvalidOperationException>(() => DataSet.FromInputs(new float[4], 2).SplitStratified(1, 1));
        Assert.Contains("Use Shuffle and Split", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.25, 10)]
    [InlineData(0.33, 13)]
    [InlineData(0.9, 36)]
    [InlineData(1e-9, 1)]
    [InlineData(0.999999, 39)]
    public void A_fraction_is_rounded_to_whole_samples_and_leaves_no_part_empty(double fraction, int expected)
    {
        DataSet<float> data = Labeled([20, 12, 8]);
        AssertSame(data.Split(expected), data.Split(fraction));
        AssertSame(data.SplitStratified(expected, seed: 1), data.SplitStratified(fraction, seed: 1));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(20.0)]
    [InlineData(double.NaN)]
    public void A_fraction_lies_between_0_and_1(double fraction)
    {
        DataSet<float> data = Labeled([20, 12, 8]);
        Assert.Throws<ArgumentOutOfRangeException>("firstFraction", () => data.Split(fraction));
        Assert.Throws<ArgumentOutOfRangeException>("firstFraction", () => data.SplitStratified(fraction, 1));
    }

    [Fact]
    public void One_sample_makes_no_two_parts()
    {
        DataSet<float> data = Labeled([1]);
        Assert.Throws<InvalidOperationException>(() => data.Split(0.5));
        Assert.Throws<InvalidOperationException>(() => data.SplitStratified(0.5, 1));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(40)]
    public void Folds_divide_samples_and_classes_evenly(int count)
    {
        DataSet<float> data = Labeled([20, 12, 8]);
        IReadOnlyList<(DataSet<float> Training, DataSet<float> Validation)> folds = data.Folds(count, seed: 4);
        Assert.Equal(count, folds.Count);
        foreach ((DataSet<float> training, DataSet<float> validation) in folds)
        {
            AssertParts(data, training, validation);
            Assert.InRange(validation.Count, 40 / count, (40 + count - 1) / count);
            int[] counts = CountsOf(validation);
            Assert.All(new[] { 20, 12, 8 }, (total, label) => Assert.InRange(counts[label], total / count, (total + count - 1) / count));
        }

        Assert.Equal(
            data.Inputs().Select(input => input[0]).Order(),
            folds.SelectMany(fold => fold.Validation.Inputs()).Select(input => input[0]).Order());
        Assert.Equal(folds[0].Training.Inputs(), data.Folds(count, 4)[0].Training.Inputs());
    }

    [Fact]
    public void Folds_need_no_labels_but_a_sample_each()
    {
        DataSet<float> data = DataSet.FromTargets([1f, 2f, 3f, 4f, 5f], 1, [1f, 2f, 3f, 4f, 5f], 1);
        IReadOnlyList<(DataSet<float> Training, DataSet<float> Validation)> folds = data.Folds(2, seed: 1);
        Assert.Equal([2, 3], folds.Select(fold => fold.Validation.Count).Order());
        AssertParts(data, folds[1].Training, folds[1].Validation);
        Assert.Throws<ArgumentOutOfRangeException>("count", () => data.Folds(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => data.Folds(6, 1));
    }

    [Fact]
    public void A_subset_takes_samples_by_index()
    {
        DataSet<float> data = Labeled([2, 2]).WithClassNames(["a", "b"]).WithFeatureNames(["x"]).Slice(1, 3);
        DataSet<float> subset = data.Subset([2, 0, 2]);
        Assert.Equal([[3], [1], [3]], subset.Inputs());
        Assert.Equal([1, 0, 1], subset.Labels());
        Assert.Equal(["a", "b"], subset.ClassNames!);
        Assert.Equal(["x"], subset.FeatureNames!);
        Assert.Equal(0, data.Subset([]).Count);
        Assert.Throws<ArgumentOutOfRangeException>("indices", () => data.Subset([3]));
        Assert.Throws<ArgumentOutOfRangeException>("indices", () => data.Subset([-1]));
    }

    // Samples of one feature, their index.
    private static DataSet<float> Labeled(int[] counts)
    {
        int[] labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
        return DataSet.FromLabels([.. labels.Select((_, index) => (float)index)], 1, labels, counts.Length);
    }

    private static int[] CountsOf(DataSet data) =>
        [.. Enumerable.Range(0, data.TargetSize).Select(label => data.Labels().Count(one => one == label))];

    private static IEnumerable<float> Values(DataSet<float> data) => data.Inputs().Select(input => input[0]);

    private static void AssertSame(
        (DataSet<float> First, DataSet<float> Second) expected, (DataSet<float> First, DataSet<float> Second) actual)
    {
        Assert.Equal(Values(expected.First), Values(actual.First));
        Assert.Equal(Values(expected.Second), Values(actual.Second));
    }

    private static void AssertParts(DataSet<float> whole, DataSet<float> first, DataSet<float> second) => Assert.Equal(
        whole.Inputs().Select(input => input[0]).Order(), first.Inputs().Concat(second.Inputs()).Select(input => input[0]).Order());
}
