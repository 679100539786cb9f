using System.Numerics;

namespace NetGen.Tool.Training;

/// <summary>The samples to train with, to stop early by, and to report on.</summary>
internal sealed record DataSplit<T>(DataSet<T> Training, DataSet<T>? Validation, DataSet<T>? Test)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The samples to report on: those of the test, or else of validation; null if none are held out.</summary>
    public DataSet<T>? Report => Test ?? Validation;

    /// <summary>How many these are, and what they were for.</summary>
    public string ReportName => Test is not null ? $"the {Test.Count} test samples"
        : $"the {Validation?.Count ?? 0} validation samples (also used to choose the best epoch)";

    /// <summary>Splits samples, each class in proportion.</summary>
    /// <exception cref="ToolException">Too few would be left.</exception>
    public static DataSplit<T> Of(DataSet<T> data, TrainingRequest request)
    {
        (int validationCount, int testCount) = (CountOf(data, request.Validation), CountOf(data, request.Test));
        if (validationCount + testCount >= data.Count)
        {
            throw new ToolException(
                $"{request.Path}: of {data.Count} samples, {validationCount} are for validation and {testCount} for the test; none are "
                + "left to train with. Lower --validation or --test.");
        }

        (DataSet<T>? test, DataSet<T> rest) = Split(data, testCount, request.Seed);
        (DataSet<T>? validation, DataSet<T> training) = Split(rest, validationCount, request.Seed);
        return new DataSplit<T>(training, validation, test);
    }

    /// <summary>The same samples with scaled targets to train with and to stop early by.</summary>
    public DataSplit<T> Scaled(TargetScale scale) => this with
    {
        Training = scale.Apply(Training),
        Validation = Validation is null ? null : scale.Apply(Validation),
    };

    /// <summary>How many samples each part has.</summary>
    public override string ToString() =>
        $"{Training.Count} to train with, {Validation?.Count ?? 0} for validation, {Test?.Count ?? 0} for the test";

    private static int CountOf(DataSet data, double part) => part == 0 ? 0 : Math.Max(1, (int)Math.Round(part * data.Count));

    private static (DataSet<T>? First, DataSet<T> Others) Split(DataSet<T> data, int count, long seed)
    {
        if (count == 0)
        {
            return (null, data);
        }

        return data.HasLabels ? data.SplitStratified(count, seed) : data.Shuffle(seed).Split(count);
    }
}
