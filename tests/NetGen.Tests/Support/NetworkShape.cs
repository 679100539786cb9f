namespace NetGen.Tests;

/// <summary>Families of topologies by what their sizes decide.</summary>
internal enum NetworkShape
{
    /// <summary>Every layer fits into 128 bits.</summary>
    Narrow,

    /// <summary>Layers as wide as vectors, panels and blocks of them, or nearly so; some networks are deeper than others.</summary>
    Borders,

    /// <summary>Hidden layers of several panels, the last of which is partly filled.</summary>
    SeveralPanels,

    /// <summary>A layer whose errors the library carries back for 128 and 256 bits, but a written kernel for 512.</summary>
    ManyPanels,

    /// <summary>A layer so wide that the library carries its errors back for all vectors.</summary>
    WidePanels,

    /// <summary>A hidden layer in dot form.</summary>
    DotInside,

    /// <summary>The last layer in dot form.</summary>
    DotLast,

    /// <summary>Inputs and weights so many that they are fetched ahead.</summary>
    ManyWeights,
}
