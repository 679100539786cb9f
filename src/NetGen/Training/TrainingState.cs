using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetGen;

/// <summary>What a checkpoint says of a training run beside the values of parameters and the samples, as JSON.</summary>
internal sealed partial class TrainingState
{
    // Rises with every change of what is written here that an earlier version would read wrong.
    private const int Version = 1;

    /// <summary>The options by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Options { get; init; }

    /// <summary>The training data.</summary>
    public required DataFingerprint Training { get; init; }

    /// <summary>The validation data; null for none.</summary>
    public required DataFingerprint? Validation { get; init; }

    /// <summary>The whole epochs that were done.</summary>
    public required IReadOnlyList<EpochResult> Epochs { get; init; }

    /// <summary>The steps of the epoch after them that were done.</summary>
    public required int StepOfEpoch { get; init; }

    /// <summary>The costs of these steps, each times its samples.</summary>
    public required double CostSum { get; init; }

    /// <summary>The lowest validation cost, as <see cref="TrainingOptions.Patience"/> counts it.</summary>
    public required double BestCost { get; init; }

    /// <summary>The steps that the optimizer has made.</summary>
    public required long OptimizerSteps { get; init; }

    /// <summary>How long the training has taken.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How long it had taken when the current epoch began.</summary>
    public required TimeSpan EpochStarted { get; init; }

    /// <summary>The state as JSON.</summary>
    public string Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartObject("options");
            foreach ((string name, string value) in Options)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            WriteData(json, "training", Training);
            WriteData(json, "validation", Validation);
            json.WriteNumber("stepOfEpoch", StepOfEpoch);
            WriteDouble(json, "costSum", CostSum);
            WriteDouble(json, "bestCost", BestCost);
            json.WriteNumber("optimizerSteps", OptimizerSteps);
            json.WriteNumber("elapsed", Elapsed.Ticks);
            json.WriteNumber("epochStarted", EpochStarted.Ticks);
            json.WriteStartArray("epochs");
            foreach (EpochResult epoch in Epochs)
            {
                WriteEpoch(json, epoch);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a state from JSON.</summary>
    /// <exception cref="FormatException">The text is not what <see cref="Write"/> writes.</exception>
    public static TrainingState Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement json = document.RootElement;
            int version = json.GetProperty("version").GetInt32();
            return version == Version
                ? Read(json)
                : throw new FormatException(FormattableString.Invariant($"The version of the state is {version}, not {Version}."));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private static TrainingState Read(JsonElement json)
    {
        DataFingerprint training = ReadData(json.GetProperty("training")) ?? throw new FormatException("The training data are null.");
        return new TrainingState
        {
            Options =
            [
                .. json.GetProperty("options").EnumerateObject()
                    .Select(option => new KeyValuePair<string, string>(option.Name, ReadText(option.Value))),
            ],
            Training = training,
            Validation = ReadData(json.GetProperty("validation")),
            Epochs = [.. json.GetProperty("epochs").EnumerateArray().Select((epoch, index) => ReadEpoch(epoch, index, training.Count))],
            StepOfEpoch = ReadCount(json, "stepOfEpoch"),
            CostSum = ReadDouble(json, "costSum"),
            BestCost = ReadDouble(json, "bestCost"),
            OptimizerSteps = json.GetProperty("optimizerSteps").GetInt64(),
            Elapsed = ReadTime(json, "elapsed"),
            EpochStarted = ReadTime(json, "epochStarted"),
        };
    }

    private static void WriteData(Utf8JsonWriter json, string name, DataFingerprint? data)
    {
        if (data is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("count", data.Count);
        json.WriteNumber("inputs", data.InputSize);
        json.WriteNumber("targets", data.TargetSize);
        json.WriteBoolean("labels", data.HasLabels);
        json.WriteString("hash", data.Hash);
        json.WriteEndObject();
    }

    private static DataFingerprint? ReadData(JsonElement json) => json.ValueKind == JsonValueKind.Null
        ? null
        : new DataFingerprint(
            ReadCount(json, "count"),
            ReadCount(json, "inputs"),
            ReadCount(json, "targets"),
            json.GetProperty("labels").GetBoolean(),
            ReadText(json.GetProperty("hash")));

    // As text: JSON has no infinity, which a cost may be.
    private static void WriteDouble(Utf8JsonWriter json, string name, double value) =>
        json.WriteString(name, value.ToString("R", CultureInfo.InvariantCulture));

    private static double ReadDouble(JsonElement json, string name) =>
        double.Parse(ReadText(json.GetProperty(name)), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string ReadText(JsonElement json) => json.GetString() ?? throw new FormatException("A text is null.");

    private static int ReadCount(JsonElement json, string name)
    {
        int count = json.GetProperty(name).GetInt32();
        return count >= 0 ? count : throw new FormatException(FormattableString.Invariant($"'{name}' is {count}."));
    }

    // So that times may be added without an overflow.
    private static TimeSpan ReadTime(JsonElement json, string name)
    {
        long ticks = json.GetProperty(name).GetInt64();
        return ticks is >= 0 and <= long.MaxValue / 4
            ? TimeSpan.FromTicks(ticks)
            : throw new FormatException(FormattableString.Invariant($"'{name}' is {ticks}."));
    }
}
