namespace NetGen.Generator;

/// <summary>
/// A writer of kernels, with the vocabulary that all of them use: names of the runtime library, and the short helpers that the class of the
/// kernels defines for itself.
/// </summary>
internal abstract class KernelWriter(KernelContext context)
{
    /// <summary>The attribute that inlines a helper.</summary>
    public const string Inline = "[MethodImpl(MethodImplOptions.AggressiveInlining)]";

    /// <summary>
    /// The attribute that has a kernel compiled with all optimizations at its first call, and by itself: inlined into a caller, its many
    /// helpers would use up what the just-in-time compiler allows the caller to inline, and the rest would become calls.
    /// </summary>
    public const string Optimize =
        "[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]";

    /// <summary>The helpers for lanes.</summary>
    public const string LaneHelpers = "Lanes";

    /// <summary>The constraint of the type parameter of what is done with a gradient of a numeric type.</summary>
    public static string RuleConstraintOf(string scalar) => $"where TRule : struct, IUpdateRule<{scalar}>";

    /// <summary>What the writers share.</summary>
    protected KernelContext Context => context;

    /// <summary>The plan.</summary>
    protected EmissionPlan Plan => context.Plan;

    /// <summary>The plan of the width of vectors to write for.</summary>
    protected TargetPlan Target => context.Target;

    /// <summary>The source so far.</summary>
    protected SourceWriter Source => context.Source;

    /// <summary>The C# name of the numeric type.</summary>
    protected string T => Plan.Scalar;

    /// <summary>The constraint of the type parameter of what is done with a gradient.</summary>
    protected string RuleConstraint => RuleConstraintOf(T);

    /// <summary>A reference to an element, as an argument.</summary>
    protected static string At(string first, Offset offset) =>
        offset.IsZero ? $"ref {first}" : Literal.Text($"ref At(ref {first}, {offset})");

    /// <summary>A span from an argument on.</summary>
    protected static string SpanOf(string first, string length) => $"SpanOf({first}, {length})";

    /// <summary>A span of the rows of a block, from an argument on.</summary>
    protected static string SpanOfRows(string first, int stride) => Literal.Text($"SpanOf({first}, (int)rows * {stride})");

    /// <summary>The row of a name, times the elements from one row to the next.</summary>
    protected static Offset Row(string name, int stride) => Offset.Of(name) * stride;

    /// <summary>The virtual lanes that several vectors hold, reduced to one vector by the first steps of the halving tree.</summary>
    protected static string Fold(IReadOnlyList<string> vectors)
    {
        if (vectors.Count == 1)
        {
            return vectors[0];
        }

        int half = vectors.Count / 2;
        string[] sums = [.. Enumerable.Range(0, half).Select(i => $"({vectors[i]} + {vectors[i + half]})")];
        return Fold(sums);
    }

    /// <summary>A vector type.</summary>
    protected string TypeOf(VectorShape vector) => Literal.Text($"Vector{vector.Bits}<{T}>");

    /// <summary>A statement that copies one sample's outputs.</summary>
    protected static string CopyOutput(string from, string to) => $"CopyOutput({from}, {to});";

    /// <summary>Writes a nuint loop over a constant range, or just the body where it has one step.</summary>
    protected void Loop(string variable, long end, long step, Action<Offset> body)
    {
        if (end <= step)
        {
            body(0);
            return;
        }

        string increment = step == 1 ? variable + "++" : Literal.Text($"{variable} += {step}");
        using (Source.Block($"for (nuint {variable} = 0; {variable} < {end}; {increment})"))
        {
            body(Offset.Of(variable));
        }
    }
}
