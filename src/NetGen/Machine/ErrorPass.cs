namespace NetGen.Machine;

/// <summary>How the errors of the layer before a given one are found from that layer's own.</summary>
internal enum ErrorPass
{
    /// <summary>A generated kernel for a layer in dot form.</summary>
    Dot,

    /// <summary>The library's pass behind layers of one or two panels.</summary>
    Narrow,

    /// <summary>A generated kernel for a layer in output-lane form.</summary>
    Written,

    /// <summary>The library's pass behind layers of many panels.</summary>
    Wide,
}
