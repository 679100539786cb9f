using System.Text.Json;
using NetGen.Samples.Playground;

namespace NetGen.Playground.Tests;

/// <summary>What the page compares its parameters with.</summary>
public class HashTests
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Writes the file in place of comparing it where the variable <c>NETGEN_ACCEPT_SNAPSHOTS</c> is 1.</summary>
    [Fact]
    public void The_file_has_the_hashes_of_this_machine()
    {
        string expected = JsonSerializer.Serialize(ServerHashes.Compute(), s_indented) + "\n";
        string file = Path.Combine(Repository.Root, "samples", "Playground", "hashes.json");
        if (Environment.GetEnvironmentVariable("NETGEN_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
    }

    [Fact]
    public void Points_lie_in_the_square_and_are_of_two_classes()
    {
        Assert.Equal(["circles", "xor", "spirals"], PointSet.All.Select(points => points.Name));
        Assert.All(PointSet.All, points =>
        {
            Assert.All(points.Points, value => Assert.InRange(value, -1, 1));
            Assert.Equal(points.Labels.Length, 2 * points.Labels.Sum());
            Assert.Equal(2 * points.Labels.Length, points.Points.Length);
        });
    }

    /// <summary>Enough units learn each set, so that the page has something to show.</summary>
    [Theory]
    [InlineData("circles", "2-8-1", Activation.Tanh, 0.97)]
    [InlineData("xor", "2-8-1", Activation.Tanh, 0.97)]
    [InlineData("spirals", "2-16-16-1", Activation.Tanh, 0.9)]
    [InlineData("spirals", "2-16-16-1", Activation.ReLU, 0.9)]
    public void Networks_learn_the_points(string name, string sizes, Activation activation, double accuracy)
    {
        using var lesson = new Lesson(
            PointSet.All.Single(points => points.Name == name), NetworkChoice.Of(sizes, activation), ServerHashes.LearningRate,
            ServerHashes.Seed);
        while (lesson.Epoch < 400)
        {
            lesson.RunEpoch();
        }

        Assert.InRange(lesson.Accuracy, accuracy, 1);
    }
}
