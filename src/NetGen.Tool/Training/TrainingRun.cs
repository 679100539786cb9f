using System.Numerics;
using System.Runtime.InteropServices;
using NetGen.Data;
using NetGen.Reporting;
using NetGen.Reporting.Terminal;
using NetGen.Tool.Models;
using Spectre.Console;

namespace NetGen.Tool.Training;

/// <summary>One run of <c>train</c>.</summary>
internal sealed class TrainingRun<T>(TrainingRequest request)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Reads, trains, saves and reports.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        DataSet<T> data = CsvFile.ReadDataSet<T>(request.Path, request.Layout);
        NetworkTopology topology = TopologyFor(data);
        DataSplit<T> split = DataSplit<T>.Of(data, request);
        RuntimeNetwork<T> network = RuntimeNetwork<T>.Create(topology, request.Seed);
        ModelWriter.CheckHolds(request.File, network);
        CheckPicture(topology);
        if (request.ReportFolder is string folder)
        {
            FileChecks.CheckFolder(folder);
        }

        if (!request.Json)
        {
            string skipped = data.SkippedRows > 0 ? $" ({data.SkippedRows} lines with missing values left out)" : "";
            Output.Line($"{request.Path}: {data.Count} samples{skipped}; {split}");
            Output.Line($"{topology}; {Output.Count(topology.ParameterCount)} parameters");
        }

        // Targets in thousands would take thousands of steps. The network has the scale in its last layer afterwards.
        TargetScale? scale = request.Standardize && topology.Layers[^1].Activation == Activation.Identity && !data.HasLabels
            ? TargetScale.Of(split.Training)
            : null;
        TrainingOptions options = split.Validation is null ? request.Options : request.Options with { Patience = request.Patience };
        TrainingHistory history = Train(network, scale is null ? split : split.Scaled(scale), options);
        scale?.FoldInto(network);
        _ = new ModelWriter(request.File).Use(network);
        if (!request.Json)
        {
            SayWhatIsSaved(history);
        }

        TrainingReport report = ReportOn(network, split, history, options);
        if (!request.Json)
        {
            Write(report);
        }

        string? page = request.ReportFolder is null ? null : report.Write(request.ReportFolder)[0];
        if (request.Json)
        {
            Output.Json(TrainingSummary.Of(request, split, report, page));
        }
        else if (page is not null)
        {
            Output.Line($"report {page}");
        }

        return history.StopReason == StopReason.Cancelled ? ExitCodes.Interrupted : ExitCodes.Success;
    }

    private TrainingHistory Train(RuntimeNetwork<T> network, DataSplit<T> split, TrainingOptions options)
    {
        using var interrupt = new CancellationTokenSource();
        void Stop(PosixSignalContext context)
        {
            // The process goes on, to save what was trained.
            context.Cancel = true;
            interrupt.Cancel();
        }

        using PosixSignalRegistration onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using Trainer<T> trainer = request.Checkpoint is string file
            ? Trainer.Resume(network, file, split.Training, options, split.Validation)
            : new Trainer<T>(network, split.Training, options, split.Validation);
        if (!request.Json && request.Checkpoint is not null)
        {
            Output.Line($"resumed {request.Checkpoint} after {trainer.Epoch} epochs");
        }

        TrainingHistory history = EpochProgress.Show(
            request.Json, options.Epochs, trainer.History, progress => trainer.Run(progress, interrupt.Token));
        if (history.StopReason == StopReason.Cancelled)
        {
            trainer.Save(request.InterruptedFile);
        }

        return history;
    }

    private void CheckPicture(NetworkTopology topology)
    {
        if (request.ImageWidth is int width && (width < 1 || topology.InputSize % width != 0))
        {
            throw new ToolException($"{topology.InputSize} features do not divide into rows of {width} pixels. Correct --image-width.");
        }
    }

    private TrainingReport ReportOn(RuntimeNetwork<T> network, DataSplit<T> split, TrainingHistory history, TrainingOptions options) =>
        TrainingReport.Create(network, history, split.Report, new ReportOptions
        {
            Title = $"Training on {Path.GetFileName(request.Path)}",
            HeldName = split.ReportName,
            ImageWidth = request.ImageWidth,
            Facts =
            [
                ("data", request.Path), ("samples", split.ToString()), ("network", network.Topology.ToString()),
                ("options", options.ToString()), ("saved as", request.File),
            ],
        });

    private NetworkTopology TopologyFor(DataSet<T> data)
    {
        int outputs = request.Sizes[^1];
        bool isBinary = data.HasLabels && data.TargetSize == 2 && outputs == 1;
        Activation output = request.Output ?? (isBinary ? Activation.Sigmoid : data.HasLabels ? Activation.Softmax : Activation.Identity);
        if (outputs != data.TargetSize && !isBinary)
        {
            string found = data.HasLabels ? $"{data.TargetSize} classes" : $"{data.TargetSize} targets";
            throw new ToolException(
                $"{request.Path} has {found}, so the last of --layers must be {data.TargetSize}; found {outputs}. For {outputs} "
                + $"hidden units before the outputs: --layers {string.Join(',', request.Sizes)},{data.TargetSize}");
        }

        var layers = new List<LayerAttribute>();
        if (request.Standardize)
        {
            layers.Add(new StandardizeAttribute());
        }

        for (int i = 0; i < request.Sizes.Count; i++)
        {
            bool isLast = i == request.Sizes.Count - 1;
            layers.Add(new DenseAttribute(request.Sizes[i], isLast ? output : request.Hidden));
            if (!isLast && request.Dropout != 0)
            {
                layers.Add(new DropoutAttribute(request.Dropout));
            }
        }

        NumericType type = typeof(T) == typeof(float) ? NumericType.Single : NumericType.Double;
        CostFunction? cost = request.Cost ?? (isBinary && output == Activation.Sigmoid ? CostFunction.BinaryCrossEntropy : null);
        return NetworkTopology.FromLayers([data.InputSize], layers, cost, type);
    }

    // Before all that may fail: the files are there by then.
    private void SayWhatIsSaved(TrainingHistory history)
    {
        int epochs = history.Epochs.Count;
        string end = history.StopReason switch
        {
            StopReason.Cancelled => $"interrupted in epoch {epochs + 1}",
            StopReason.EarlyStopping => $"stopped after epoch {epochs}",
            _ => $"trained {epochs} epochs",
        };
        string kept = history.BestEpoch is EpochResult best ? $"; kept epoch {best.Epoch}"
            : history.StopReason == StopReason.Cancelled ? "; kept the steps already taken"
            : "";
        Output.Line(end + kept);
        Output.Line($"saved {request.File}");
        if (history.StopReason == StopReason.Cancelled)
        {
            Output.Line($"to continue, give the same command with --resume {request.InterruptedFile}");
        }
    }

    private void Write(TrainingReport report)
    {
        if (report.Classification is { } classes)
        {
            Output.Line($"on {report.Options.HeldName}:");
            ConfusionTable.Write(AnsiConsole.Console, classes);
        }
        else if (report.Regression is { } regression)
        {
            Output.Line($"on {report.Options.HeldName}:");
            Output.Line(regression.ToString());
        }

        const int Count = 6;
        if (request.ImageWidth is not null && report.Mistakes.Count > 0)
        {
            Output.Line("the worst mistakes:");
            TextImage.Write(
                AnsiConsole.Console,
                [.. report.Mistakes.Take(Count).Select(mistake => (mistake.Image!, $"said {mistake.Predicted}, is {mistake.Actual}"))]);
        }
    }
}
