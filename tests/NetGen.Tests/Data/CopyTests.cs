namespace NetGen.Tests.Data;

/// <summary>Data sets made of copies: several in one, shifted images, noise.</summary>
public class CopyTests
{
    /// <summary>Labels take one number each, however many classes there are.</summary>
    [Fact]
    public void Samples_of_very_many_classes_can_be_copied()
    {
        const int Count = 220_000;
        DataSet<float> data = DataSet.FromLabels(new float[Count], 1, new int[Count], 10_000);
        Assert.Equal(2 * Count, data.Concat(data).Count);
        Assert.Equal(Count, data.WithNoise(0.1, seed: 1).Count);
    }

    private static readonly byte[] _pixels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Images_are_shifted_by_rows_and_columns(bool bytes)
    {
        // Two images of 2 x 3 pixels.
        DataSet<float> data = (bytes
            ? DataSet.FromLabels(_pixels, 6, 1f, new[] { 1, 0 }, 2)
            : DataSet.FromLabels(Array.ConvertAll(_pixels, pixel => (float)pixel), 6, new[] { 1, 0 }, 2)).WithClassNames(["a", "b"]);
        DataSet<float> shifted = data.Subset([1, 0]).WithShiftedImages(2, 3);
        Assert.Equal(
            [
                [7, 8, 9, 10, 11, 12], [1, 2, 3, 4, 5, 6],
                [10, 11, 12, 0, 0, 0], [4, 5, 6, 0, 0, 0],
                [0, 0, 0, 7, 8, 9], [0, 0, 0, 1, 2, 3],
                [8, 9, 0, 11, 12, 0], [2, 3, 0, 5, 6, 0],
                [0, 7, 8, 0, 10, 11], [0, 1, 2, 0, 4, 5],
            ],
            shifted.Inputs());
        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1, 0, 1], shifted.Labels());
        Assert.Equal(["a", "b"], shifted.ClassNames!);
    }

    [Fact]
    public void Colors_of_a_pixel_stay_together()
    {
        DataSet<double> data = DataSet.FromTargets([1.0, 2, 3, 4, 5, 6, 7, 8], 8, [0.5], 1);
        DataSet<double> shifted = data.WithShiftedImages(2, 2);
        Assert.Equal([0, 0, 1, 2, 0, 0, 5, 6], shifted.Inputs()[4]);
        var target = new double[1];
        shifted.CopyTarget(4, target);
        Assert.Equal([0.5], target);
        Assert.Equal([0, 0, 0, 0, 1, 2, 3, 4], shifted.Inputs()[2]);
    }

    [Fact]
    public void What_is_no_image_is_not_shifted()
    {
        DataSet<float> data = DataSet.FromInputs(new float[12], 6);
        Assert.Throws<ArgumentException>("height", () => data.WithShiftedImages(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>("height", () => data.WithShiftedImages(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => data.WithShiftedImages(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>("distance", () => data.WithShiftedImages(2, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>("distance", () => data.WithShiftedImages(2, 3, 0));
    }

    [Fact]
    public void Noise_has_the_deviation_and_the_seed()
    {
        DataSet<double> data = DataSet.FromLabels(new double[20_000], 2, new int[10_000], 2).WithFeatureNames(["a", "b"]);
        DataSet<double> noisy = data.WithNoise(0.5, seed: 3);
        double[] values = [.. noisy.Inputs().SelectMany(input => input)];

        // Four standard errors of mean and variance.
        Assert.Equal(0, values.Average(), 4 * 0.5 / Math.Sqrt(values.Length));
        Assert.Equal(0.25, values.Average(value => value * value), 4 * 0.25 * Math.Sqrt(2.0 / values.Length));
        Assert.Equal(values, data.WithNoise(0.5, 3).Inputs().SelectMany(input => input));
        Assert.NotEqual(values, data.WithNoise(0.5, 4).Inputs().SelectMany(input => input));
        Assert.Equal(["a", "b"], noisy.FeatureNames!);
        Assert.Equal(data.Inputs(), data.WithNoise(0, 3).Inputs());
        var random = new SeededRandom(3);
        Assert.Equal(0.5 * random.NextNormal(), values[0]);
        foreach (double deviation in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("deviation", () => data.WithNoise(deviation, 1));
        }

        DataSet<float> large = DataSet.FromInputs([float.MaxValue, float.MaxValue, float.MaxValue, float.MaxValue], 1);
        Assert.Throws<ArgumentException>("deviation", () => large.WithNoise(1e38, 1));
    }

    [Fact]
    public void Data_sets_are_put_one_after_the_other()
    {
        DataSet<float> bytes = DataSet.FromLabels(_pixels, 6, 2f, new[] { 1, 0 }, 2).WithClassNames(["a", "b"]);
        DataSet<float> numbers = DataSet.FromLabels(new float[6], 6, new[] { 1 }, 2).WithFeatureNames(["p", "q", "r", "s", "t", "u"]);
        DataSet<float> both = bytes.Subset([1]).Concat(numbers);
        Assert.Equal([[14, 16, 18, 20, 22, 24], new float[6]], both.Inputs());
        Assert.Equal([0, 1], both.Labels());
        Assert.Equal(["a", "b"], both.ClassNames!);
        Assert.Equal("p", both.FeatureNames![0]);
        DataSet<float> scaled = bytes.Concat(DataSet.FromLabels(_pixels.AsMemory(0, 6), 6, 3f, new[] { 1 }, 2));
        Assert.Equal([2, 4, 6, 8, 10, 12], scaled.Inputs()[0]);
        Assert.Equal([3, 6, 9, 12, 15, 18], scaled.Inputs()[2]);
        Assert.Equal([.. bytes.Inputs(), .. bytes.Inputs()], bytes.Concat(bytes).Inputs());
        Assert.Equal(2, bytes.Concat(bytes.Slice(0, 0)).Count);

        DataSet<float> targets = DataSet.FromTargets([1f, 2f], 1, [3f, 4f], 1);
        var target = new float[1];
        targets.Concat(targets.Slice(1, 1)).CopyTarget(2, target);
        Assert.Equal([4], target);
        Assert.Throws<ArgumentException>("other", () => bytes.Concat(targets));
        Assert.Throws<ArgumentException>("other", () => targets.Concat(DataSet.FromInputs([1f], 1)));
        Assert.Throws<ArgumentException>("other", () => bytes.Concat(bytes.WithClassNames(["b", "a"])));
        Assert.Throws<ArgumentException>("other", () => numbers.Concat(numbers.WithFeatureNames(["q", "p", "r", "s", "t", "u"])));
        Assert.Throws<ArgumentNullException>("other", () => bytes.Concat(null!));
    }
}
