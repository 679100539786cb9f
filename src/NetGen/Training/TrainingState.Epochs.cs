using System.Text.Json;

namespace NetGen;

// The results of epochs. What was added after the first version may be missing.
internal sealed partial class TrainingState
{
    private static void WriteEpoch(Utf8JsonWriter json, EpochResult epoch)
    {
        json.WriteStartObject();
        WriteDouble(json, "cost", epoch.TrainingCost);
        json.WriteNumber("elapsed", epoch.Elapsed.Ticks);
        json.WriteNumber("trainingTime", epoch.TrainingTime.Ticks);
        if (epoch.LearningRate is double learningRate)
        {
            WriteDouble(json, "learningRate", learningRate);
        }

        WriteEvaluation(json, "training", epoch.Training);
        WriteEvaluation(json, "validation", epoch.Validation);
        if (epoch.Norms is not null)
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

    private static EpochResult ReadEpoch(JsonElement json, int index, int sampleCount) => new()
    {
        Epoch = index + 1,
        TrainingCost = ReadDouble(json, "cost"),
        Training = ReadEvaluation(json, "training"),
        Validation = ReadEvaluation(json, "validation"),
        LearningRate = ReadOptionalDouble(json, "learningRate"),
        Norms = json.TryGetProperty("norms", out JsonElement norms)
            ? Array.AsReadOnly([.. norms.EnumerateArray().Select(ReadNorms)])
            : null,
        Elapsed = ReadTime(json, "elapsed"),
        TrainingTime = json.TryGetProperty("trainingTime", out _) ? ReadTime(json, "trainingTime") : TimeSpan.Zero,
        SampleCount = sampleCount,
    };

    private static void WriteEvaluation(Utf8JsonWriter json, string name, Evaluation? evaluation)
    {
        if (evaluation is null)
        {
            return;
        }

        json.WriteStartObject(name);
        WriteDouble(json, "cost", evaluation.Cost);
        if (evaluation.Correct is int correct)
        {
            json.WriteNumber("correct", correct);
        }

        json.WriteNumber("count", evaluation.Count);
        json.WriteEndObject();
    }

    private static Evaluation? ReadEvaluation(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement evaluation)
        ? new Evaluation
        {
            Cost = ReadDouble(evaluation, "cost"),
            Correct = evaluation.TryGetProperty("correct", out _) ? ReadCount(evaluation, "correct") : null,
            Count = ReadCount(evaluation, "count"),
        }
        : null;

    private static void WriteNorms(Utf8JsonWriter json, BlockNorms norms)
    {
        json.WriteStartObject();
        json.WriteString("block", norms.BlockName);
        WriteDouble(json, "parameters", norms.Parameters);
        WriteDouble(json, "update", norms.Update);
        if (norms.Gradient is double gradient)
        {
            WriteDouble(json, "gradient", gradient);
        }

        json.WriteEndObject();
    }

    private static BlockNorms ReadNorms(JsonElement json) => new()
    {
        BlockName = ReadText(json.GetProperty("block")),
        Parameters = ReadDouble(json, "parameters"),
        Update = ReadDouble(json, "update"),
        Gradient = ReadOptionalDouble(json, "gradient"),
    };

    private static double? ReadOptionalDouble(JsonElement json, string name) =>
        json.TryGetProperty(name, out _) ? ReadDouble(json, name) : null;
}
