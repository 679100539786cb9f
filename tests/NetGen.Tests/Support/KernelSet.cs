namespace NetGen.Tests;

/// <summary>By which kernels a network computes.</summary>
public enum KernelSet
{
    /// <summary>Those that the network chooses by what the machine has.</summary>
    OfMachine,

    /// <summary>Those written for vectors of 512 bits, which .NET puts together from narrower ones where the machine has none.</summary>
    Width512,

    /// <summary>Those written for vectors of 256 bits.</summary>
    Width256,

    /// <summary>Those written for vectors of 128 bits.</summary>
    Width128,

    /// <summary>The plain loops for machines without vectors.</summary>
    Portable,
}
