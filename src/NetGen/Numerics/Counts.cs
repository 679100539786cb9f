namespace NetGen.Numerics;

/// <summary>Small numbers as types, so that a kernel is compiled for each number of rows or vectors it is called for.</summary>
internal static class Counts
{
    /// <summary>A number.</summary>
    public interface ICount
    {
        /// <summary>The number.</summary>
        static abstract int Value { get; }
    }

    /// <summary>1.</summary>
    public readonly struct One : ICount
    {
        /// <inheritdoc/>
        public static int Value => 1;
    }

    /// <summary>2.</summary>
    public readonly struct Two : ICount
    {
        /// <inheritdoc/>
        public static int Value => 2;
    }

    /// <summary>3.</summary>
    public readonly struct Three : ICount
    {
        /// <inheritdoc/>
        public static int Value => 3;
    }

    /// <summary>4.</summary>
    public readonly struct Four : ICount
    {
        /// <inheritdoc/>
        public static int Value => 4;
    }

    /// <summary>5.</summary>
    public readonly struct Five : ICount
    {
        /// <inheritdoc/>
        public static int Value => 5;
    }

    /// <summary>6.</summary>
    public readonly struct Six : ICount
    {
        /// <inheritdoc/>
        public static int Value => 6;
    }

    /// <summary>7.</summary>
    public readonly struct Seven : ICount
    {
        /// <inheritdoc/>
        public static int Value => 7;
    }

    /// <summary>8.</summary>
    public readonly struct Eight : ICount
    {
        /// <inheritdoc/>
        public static int Value => 8;
    }
}
