namespace NetGen.Layout;

/// <summary>How a layer's weights lie in memory and in which order its sums run.</summary>
internal enum LayerForm
{
    /// <summary>Vector lanes hold different output units: no horizontal sums in the forward pass.</summary>
    OutputLanes,

    /// <summary>Vector lanes run over the inputs of one output unit, for layers with very few outputs and many inputs.</summary>
    Dot,
}
