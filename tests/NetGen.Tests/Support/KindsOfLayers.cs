namespace NetGen.Tests;

/// <summary>Which kinds of layers a network has beside dense ones.</summary>
internal enum KindsOfLayers
{
    /// <summary>None: it is declared by sizes.</summary>
    Dense,

    /// <summary>Dropout after the first dense layer.</summary>
    DropoutInside,

    /// <summary>Dropout of the inputs, and after each hidden layer.</summary>
    DropoutBeforeAll,

    /// <summary>Standardized inputs, and dropout of those and after the second dense layer.</summary>
    StandardizeAndDropout,
}
