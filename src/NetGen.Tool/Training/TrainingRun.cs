using System.Numerics;
using System.Runtime.InteropServices;
using NetGen.Data;
using NetGen.Tool.Models;

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
        if (!request.Json)
        {
            Output.Line($"{request.Path}: {data.Count} samples; {split}");
            Output.Line($"{topology}; {Output.Count(topology.ParameterCount)} parameters");
        }

        TrainingHistory history = Train(network, split);
        _ = new ModelWriter(request.File).Use(network);
        bool isInterrupted = history.StopReason == StopReason.Cancelled;
        if (request.Json)
        {
            Output.Json(TrainingSummary.Of(network, request, split, history));
        }
        else
        {
            Report(network, split, history);
        }

        return isInterrupted ? ExitCodes.Interrupted : ExitCodes.Success;
    }

    private TrainingHistory Train(RuntimeNetwork<T> network, DataSplit<T> split)
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
        TrainingOptions options = split.Validation is null ? request.Options : request.Options with { Patience = request.Patience };
        return EpochProgress.Show(
            request.Json, options.Epochs, progress => network.Train(split.Training, options, split.Validation, progress, interrupt.Token));
    }

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

    private void Report(RuntimeNetwork<T> network, DataSplit<T> split, TrainingHistory history)
    {
        Output.Line(history.StopReason switch
        {
            StopReason.Cancelled => $"interrupted in epoch {history.Epochs.Count + 1}; the network keeps the steps that were done",
            StopReason.EarlyStopping => $"stopped after epoch {history.Epochs.Count}; kept epoch {history.BestEpoch?.Epoch}",
            _ => $"trained {history.Epochs.Count} epochs",
        });
        if (split.Report is DataSet<T> held)
        {
            Output.Line($"on the {held.Count} samples {split.ReportName}:");
            Output.Line(held.HasLabels ? network.EvaluateClassification(held).ToString() : network.EvaluateRegression(held).ToString());
        }

        Output.Line($"saved {request.File}");
    }
}
