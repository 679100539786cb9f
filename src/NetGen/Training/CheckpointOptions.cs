using System.Globalization;

namespace NetGen;

/// <summary>
/// The options that a checkpoint keeps, as texts by name: all that the bits of a step and the best parameters depend on. Others that say
/// when training ends, or what is measured, may change when it is resumed.
/// </summary>
internal static class CheckpointOptions
{
    /// <summary>The texts of options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="learningRate">Their learning rate, or the default that stands in for it.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(TrainingOptions options, double learningRate) =>
    [
        new(nameof(options.MiniBatchSize), options.MiniBatchSize.ToString(CultureInfo.InvariantCulture)),
        new(nameof(options.LearningRate), learningRate.ToString("R", CultureInfo.InvariantCulture)),
        new(nameof(options.Schedule), options.Schedule.ToString()),
        new(nameof(options.Optimizer), options.Optimizer.TextWithoutRate),
        .. options.L1 == 0 ? [] : new[] { KeyValuePair.Create(nameof(options.L1), options.L1.ToString("R", CultureInfo.InvariantCulture)) },
        new(nameof(options.L2), options.L2.ToString("R", CultureInfo.InvariantCulture)),
        new(nameof(options.Patience), options.Patience?.ToString(CultureInfo.InvariantCulture) ?? "none"),
        .. options.MinImprovement == 0
            ? []
            : new[]
            {
                KeyValuePair.Create(
                    nameof(options.MinImprovement), options.MinImprovement.ToString("R", CultureInfo.InvariantCulture)),
            },
        new(nameof(options.Seed), options.Seed.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Checks that options are those of a checkpoint.</summary>
    /// <exception cref="ArgumentException">They differ; the message names the first that does, and both values.</exception>
    public static void Check(
        IReadOnlyList<KeyValuePair<string, string>> expected, IReadOnlyList<KeyValuePair<string, string>> found, string parameterName)
    {
        foreach (string name in expected.Concat(found).Select(option => option.Key))
        {
            (string checkpoint, string options) = (ValueOf(expected, name), ValueOf(found, name));
            if (checkpoint != options)
            {
                throw new ArgumentException(
                    $"A training run resumes with the options that it began with, but for {nameof(TrainingOptions.Epochs)} and others that "
                    + $"no step depends on. {name} is {Serialization.MessageText.Quote(checkpoint)} in the checkpoint and "
                    + $"'{options}' in the options.",
                    parameterName);
            }
        }
    }

    private static string ValueOf(IReadOnlyList<KeyValuePair<string, string>> options, string name) =>
        options.FirstOrDefault(option => option.Key == name).Value ?? "none";
}
