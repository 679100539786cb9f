using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetGen;

/// <summary>Writes histories as CSV and as JSON: the same characters on every machine and in every culture.</summary>
internal static class HistoryText
{
    private static readonly (string Name, Func<EpochResult, double?> ValueOf)[] Columns =
    [
        ("epoch", epoch => epoch.Epoch),
        ("training_cost", epoch => epoch.TrainingCost),
        ("cost_on_training_data", epoch => epoch.Training?.Cost),
        ("accuracy_on_training_data", epoch => epoch.Training?.Accuracy),
        ("validation_cost", epoch => epoch.Validation?.Cost),
        ("validation_accuracy", epoch => epoch.Validation?.Accuracy),
        ("learning_rate", epoch => epoch.LearningRate),
        ("seconds", epoch => epoch.Elapsed.TotalSeconds),
        ("training_seconds", epoch => epoch.TrainingTime.TotalSeconds),
        ("samples_per_second", epoch => epoch.SamplesPerSecond),
    ];

    private static readonly (string Name, Func<BlockNorms, double?> ValueOf)[] NormColumns =
    [
        ("norm", norms => norms.Parameters),
        ("update_norm", norms => norms.Update),
        ("gradient_norm", norms => norms.Gradient),
    ];

    /// <summary>Writes a line for each epoch, after one with the names of the columns.</summary>
    public static void WriteCsv(TrainingHistory history, TextWriter writer)
    {
        string[] blocks = [.. history.Epochs.SelectMany(epoch => epoch.Norms ?? []).Select(norms => norms.BlockName).Distinct()];
        IEnumerable<string> names = Columns.Select(column => column.Name)
            .Concat(blocks.SelectMany(block => NormColumns.Select(column => $"{block}.{column.Name}")));
        WriteLine(writer, names);
        foreach (EpochResult epoch in history.Epochs)
        {
            IEnumerable<double?> values = Columns.Select(column => column.ValueOf(epoch))
                .Concat(blocks.SelectMany(block => ValuesOf(epoch.Norms?.FirstOrDefault(norms => norms.BlockName == block))));
            WriteLine(writer, values.Select(value => value?.ToString("R", CultureInfo.InvariantCulture) ?? ""));
        }
    }

    /// <summary>Writes an object with the epochs as an array.</summary>
    public static void WriteJson(TrainingHistory history, Stream stream)
    {
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using var json = new Utf8JsonWriter(stream, options);
        json.WriteStartObject();
        WriteText(json, "stopReason", history.StopReason?.ToString());
        WriteNumber(json, "seconds", history.Elapsed.TotalSeconds);
        WriteNumber(json, "bestEpoch", history.BestEpoch?.Epoch);
        json.WriteStartArray("epochs");
        foreach (EpochResult epoch in history.Epochs)
        {
            WriteEpoch(json, epoch);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static IEnumerable<double?> ValuesOf(BlockNorms? norms) =>
        NormColumns.Select(column => norms is null ? null : column.ValueOf(norms));

    private static void WriteLine(TextWriter writer, IEnumerable<string> cells)
    {
        writer.Write(string.Join(',', cells));
        writer.Write('\n');
    }

    private static void WriteEpoch(Utf8JsonWriter json, EpochResult epoch)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", epoch.Epoch);
        WriteNumber(json, "trainingCost", epoch.TrainingCost);
        WriteEvaluation(json, "training", epoch.Training);
        WriteEvaluation(json, "validation", epoch.Validation);
        WriteNumber(json, "learningRate", epoch.LearningRate);
        WriteNumber(json, "seconds", epoch.Elapsed.TotalSeconds);
        WriteNumber(json, "trainingSeconds", epoch.TrainingTime.TotalSeconds);
        WriteNumber(json, "samplesPerSecond", epoch.SamplesPerSecond);
        if (epoch.Norms is null)
        {
            json.WriteNull("norms");
        }
        else
        {
            json.WriteStartArray("norms");
            foreach (BlockNorms norms in epoch.Norms)
            {
                WriteNorms(json, norms);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteEvaluation(Utf8JsonWriter json, string name, Evaluation? evaluation)
    {
        if (evaluation is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        WriteNumber(json, "cost", evaluation.Cost);
        WriteNumber(json, "correct", evaluation.Correct);
        json.WriteNumber("count", evaluation.Count);
        WriteNumber(json, "accuracy", evaluation.Accuracy);
        json.WriteEndObject();
    }

    private static void WriteNorms(Utf8JsonWriter json, BlockNorms norms)
    {
        json.WriteStartObject();
        json.WriteString("block", norms.BlockName);
        WriteNumber(json, "parameters", norms.Parameters);
        WriteNumber(json, "update", norms.Update);
        WriteNumber(json, "gradient", norms.Gradient);
        json.WriteEndObject();
    }

    // JSON has no numbers for NaN and infinity; null would be as if they had not been measured.
    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is not double number)
        {
            json.WriteNull(name);
        }
        else if (double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteString(name, number.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }
}
