namespace NetGen.Generator;

/// <summary>Everything that emission has to know: a pure function of the spec, with no judgment left to the writers.</summary>
internal sealed record EmissionPlan
{
    /// <summary>The class, nested in that of the kernels, which holds the topology.</summary>
    public const string LayoutClass = "Layout";

    /// <summary>The namespace of the kernels.</summary>
    public const string KernelsNamespace = "NetGen.Generated";

    /// <summary>The declaration.</summary>
    public required NetworkSpec Spec { get; init; }

    /// <summary>The C# name of the numeric type.</summary>
    public required string Scalar { get; init; }

    /// <summary>Bytes of one element.</summary>
    public required int ElementSize { get; init; }

    /// <summary>The layers, from the first to the last.</summary>
    public required EquatableArray<LayerPlan> Layers { get; init; }

    /// <summary>What turns the last layer's results into outputs, cost and output errors.</summary>
    public required HeadPlan Head { get; init; }

    /// <summary>Parameters of all layers, padding not counted.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The most samples that go through the layers together.</summary>
    public required int BlockRows { get; init; }

    /// <summary>Elements of scratch for the activations of one sample; 0 if they stay in registers.</summary>
    public required int SampleScratch { get; init; }

    /// <summary>Elements of scratch for the activations of a block of samples.</summary>
    public required int BlockScratch { get; init; }

    /// <summary>Elements of scratch for the activations and errors of a block of samples.</summary>
    public required int TrainingScratch { get; init; }

    /// <summary>The fewest samples of a training step that are worth dividing among threads.</summary>
    public required int MinParallelRows { get; init; }

    /// <summary>Whether the kernels for one sample call activations rather than having them inlined.</summary>
    public required bool CallsActivations { get; init; }

    /// <summary>Whether the scratch of one sample, and its outputs, lie on the stack.</summary>
    public required bool SampleScratchOnStack { get; init; }

    /// <summary>The sets of kernels, the widest first.</summary>
    public required EquatableArray<TargetPlan> Targets { get; init; }

    /// <summary>The class of the kernels, as the user's class names it.</summary>
    public string KernelsType => $"global::{KernelsNamespace}.{Spec.KernelsName}";

    /// <summary>The index of the first layer with parameters that training changes: no errors go back beyond it.</summary>
    public int FirstTrained => Layers.First(layer => layer.Topology.IsTrained).Index;

    /// <summary>Whether a layer does something in training alone.</summary>
    public bool HasTrainingForm => Layers.Any(layer => layer.IsOnlyInTraining);

    /// <summary>The layer that gives the output.</summary>
    public LayerPlan Last => Layers[Layers.Count - 1];
}
