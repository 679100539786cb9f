using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NetGen.Tests.Data;

/// <summary>
/// The data sets that scikit-learn brings: files are read as it reads them, and networks trained on them do as well as its networks of the
/// same size, trained for as many epochs on the same splits.
/// </summary>
public sealed class RealDataTests(RealDataResults results) : IClassFixture<RealDataResults>
{
    public static TheoryData<string> Files => [.. RealDataFile.All.Select(file => file.Name)];

    public static TheoryData<string> Trained => [.. RealDataCase.All.Select(one => one.File.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Files_are_read_as_scikit_learn_reads_them(string name)
    {
        RealDataFile file = RealDataFile.Of(name);
        DataSet<double> data = file.Read<double>(await results.FolderOfAsync(file));
        RealDataResult expected = await results.OfAsync(file);
        Assert.Equal((expected.Shape[0], expected.Shape[1]), (data.Count, data.InputSize));
        double[] features = [.. data.Inputs().SelectMany(input => input)];
        Assert.Equal(expected.Features, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(features.AsSpan()))));
        if (data.ClassNames is not null)
        {
            Assert.Equal(expected.Targets.Select(target => expected.Names![(int)target]), data.Labels().Select(i => data.ClassNames[i]));
        }
        else
        {
            Assert.Equal(expected.Targets, data.HasLabels ? data.Labels().Select(label => (double)label) : Targets(data));
        }

        Assert.Equal(expected.Names?.Length ?? 1, data.TargetSize);
    }

    // Two standard errors of the difference of two means of ten scores each.
    [Theory]
    [MemberData(nameof(Trained))]
    public async Task Networks_do_as_well_as_those_of_scikit_learn(string name)
    {
        RealDataCase trained = RealDataCase.All.Single(one => one.File.Name == name);
        DataSet<float> data = trained.File.Read<float>(await results.FolderOfAsync(trained.File));
        double[] theirs = (await results.OfAsync(trained.File)).Scores;
        double[] ours = [.. RealDataCase.Seeds.Select(seed => trained.Score(data, seed))];
        Assert.Equal(ours.Length, theirs.Length);
        double standardError = Math.Sqrt((Variance(ours) / ours.Length) + (Variance(theirs) / theirs.Length));
        double least = theirs.Average() - (2 * standardError);
        string comparison = string.Create(
            CultureInfo.InvariantCulture,
            $"{name}, mean {(data.HasLabels ? "accuracy" : "R²")} of {ours.Length} test sets of {data.Count / 5}: {Describe(ours)}; "
            + $"scikit-learn {Describe(theirs)}; standard error of the difference {standardError:F4}, at least {least:F4} expected.");
        TestContext.Current.TestOutputHelper!.WriteLine(comparison);
        Assert.True(ours.Average() >= least, comparison);
    }

    private static IEnumerable<double> Targets(DataSet<double> data) => Enumerable.Range(0, data.Count).Select(i =>
    {
        var target = new double[1];
        data.CopyTarget(i, target);
        return target[0];
    });

    // Of a population, from a sample of it: divided by one less than the number of values.
    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }

    private static string Describe(double[] scores) => string.Create(
        CultureInfo.InvariantCulture,
        $"{scores.Average():F4} (standard deviation {Math.Sqrt(Variance(scores)):F4})");
}
