using System.CommandLine;
using NetGen.Data;
using System.Globalization;
using NetGen.Tool.Models;

namespace NetGen.Tool.Commands;

/// <summary>Shows what is in a model.</summary>
internal static class InspectCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("inspect", "Shows layers, parameters, ranges and the cost of one inference.");
        var file = new Argument<string>("FILE") { Description = "The model: " + ModelFile.Known };
        Option<bool> json = CommandRunner.JsonOption();
        command.Add(file);
        command.Add(json);
        return command.With(arguments =>
        {
            var inspection = Inspection.Of(ModelFile.Read(arguments.GetRequiredValue(file)));
            if (arguments.GetValue(json))
            {
                Output.Json(inspection);
            }
            else
            {
                Print(inspection);
            }

            return ExitCodes.Success;
        });
    }

    private static void Print(Inspection model)
    {
        Output.Line($"{model.File}: {model.Network}");
        Output.Table(
            ["layer ", "kind ", "inputs", "outputs", "activation ", "parameters", "multiply-adds"],
            model.Layers.Select(layer => (string[])
            [
                layer.Index.ToString(CultureInfo.InvariantCulture), layer.Kind, Output.Count(layer.Inputs), Output.Count(layer.Outputs),
                layer.Activation ?? (layer.Kind == "Dense" ? "not said" : ""), Output.Count(layer.Parameters),
                Output.Count(layer.MultiplyAdds),
            ]));
        Output.Table(
            ["block ", "shape ", "min", "max", "mean", "std.", "not finite"],
            model.Blocks.Select(block => (string[])
            [
                block.Name, string.Join(" x ", block.Shape), Output.Number(block.Min), Output.Number(block.Max), Output.Number(block.Mean),
                Output.Number(block.StandardDeviation), Output.Count(block.NotFinite),
            ]));
        Output.Line($"parameters: {Output.Count(model.Parameters)} of {model.NumericType}, {Output.Bytes(model.ParameterBytes)}");
        Output.Line($"hash of the parameters (SHA-256): {model.Sha256}");
        Output.Line(
            $"one inference: {Output.Count(model.MultiplyAdds)} multiply-adds, {Output.Bytes(model.InferenceBytes)} read and written");
        InferenceBound bound = model.LowerBound;
        Output.Line(
            $"lower bound of its time: {Output.Time(bound.Nanoseconds)} for one thread, by {bound.LimitedBy} (measured now: "
            + FormattableString.Invariant($"{bound.MultiplyAddsPerNanosecond:0.0} multiply-adds/ns, ")
            + FormattableString.Invariant($"{bound.BytesPerNanosecond:0.0} bytes/ns)"));
        if (model.ClassNames is not null)
        {
            Output.Line($"classes: {ListOf(model.ClassNames)}");
        }

        if (model.FeatureNames is not null)
        {
            Output.Line($"features: {ListOf(model.FeatureNames)}");
        }

        foreach (string note in model.Notes)
        {
            Output.Line($"note: {note}");
        }
    }

    // Names come from files of others: in quotes, what is not text is escaped.
    private static string ListOf(IReadOnlyList<string> names)
    {
        const int Most = 10;
        string list = string.Join(", ", names.Take(Most).Select(name => CsvText.Quote(name)));
        return names.Count > Most ? $"{list}, … ({names.Count})" : list;
    }
}
