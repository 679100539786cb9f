using System.ComponentModel;

// What the compiler looks for by name, and netstandard2.0 lacks. Packages that generate these types order them anew in each build, so that
// no two builds would be the same.
namespace System
{
    /// <summary>A place in a list, from its start or from its end.</summary>
    /// <param name="value">How far from there.</param>
    /// <param name="fromEnd">Whether it is counted from the end.</param>
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        /// <summary>How far from the start or the end.</summary>
        public int Value { get; } = value;

        /// <summary>Whether it is counted from the end.</summary>
        public bool IsFromEnd { get; } = fromEnd;

        /// <summary>Counts from the start.</summary>
        public static implicit operator Index(int value) => new(value);

        /// <summary>The place from the start of a list of this length.</summary>
        public int GetOffset(int length) => IsFromEnd ? length - Value : Value;
    }

    /// <summary>A part of a list.</summary>
    /// <param name="start">Its first element.</param>
    /// <param name="end">The one after its last.</param>
    internal readonly struct Range(Index start, Index end)
    {
        /// <summary>The first element.</summary>
        public Index Start { get; } = start;

        /// <summary>The one after the last element.</summary>
        public Index End { get; } = end;
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>Marks setters that are for initialization only.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    internal static class IsExternalInit;

    /// <summary>Marks types with required members, and those members.</summary>
    [AttributeUsage(
        AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
    internal sealed class RequiredMemberAttribute : Attribute;

    /// <summary>Keeps compilers from using what they do not understand.</summary>
    /// <param name="featureName">What they must understand.</param>
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
    internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        /// <summary>What they must understand.</summary>
        public string FeatureName { get; } = featureName;
    }

    /// <summary>Marks types that interpolated strings are converted to.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
    internal sealed class InterpolatedStringHandlerAttribute : Attribute;

    /// <summary>Names the arguments that such a type takes.</summary>
    /// <param name="argument">The name of a parameter of the method; empty for what the method is called on.</param>
    [AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
    internal sealed class InterpolatedStringHandlerArgumentAttribute(string argument) : Attribute
    {
        /// <summary>The names.</summary>
        public string[] Arguments { get; } = [argument];
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>Marks constructors that set all required members.</summary>
    [AttributeUsage(AttributeTargets.Constructor, Inherited = false)]
    internal sealed class SetsRequiredMembersAttribute : Attribute;
}
