namespace NetGen.Generator;

/// <summary>
/// What the writers of kernels share: the plan, the target, the source so far, and the vocabulary of short helpers that the nested class
/// defines for itself, so that no name of the user's can stand in the way.
/// </summary>
internal abstract class KernelWriter(EmissionPlan plan, KernelTarget target, SourceWriter source)
{
    /// <summary>The attribute that inlines a helper.</summary>
    public const string Inline =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";

    /// <summary>
    /// The attribute that has a kernel compiled with all optimizations at its first call, and by itself: inlined into a caller, its many
    /// helpers would use up what the just-in-time compiler allows the caller to inline, and the rest would become calls.
    /// </summary>
    public const string Optimize =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization "
        + "| global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]";

    /// <summary>The helpers for lanes.</summary>
    protected const string LaneHelpers = "global::NetGen.Numerics.Lanes";

    /// <summary>The plan.</summary>
    protected EmissionPlan Plan { get; } = plan;

    /// <summary>The vectors to write for.</summary>
    protected KernelTarget Target { get; } = target;

    /// <summary>The source so far.</summary>
    protected SourceWriter Source { get; } = source;

    /// <summary>The C# name of the numeric type.</summary>
    protected string T => Plan.Scalar;

    /// <summary>The type of a layer's activation function in the runtime library.</summary>
    public static string FunctionOf(Activation activation) => "global::NetGen.Numerics." + activation;

    /// <summary>An expression that applies a layer's activation.</summary>
    protected static string Apply(Activation activation, string z) =>
        activation == Activation.Identity ? z : $"global::NetGen.Numerics.Activate.Apply<{FunctionOf(activation)}>({z})";

    /// <summary>An expression for a layer's derivative at an activation.</summary>
    protected static string Derivative(Activation activation, string a) =>
        $"global::NetGen.Numerics.Activate.Derivative<{FunctionOf(activation)}>({a})";

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

    /// <summary>The vectors that a kernel of an output-lane layer works with.</summary>
    protected VectorShape VectorOf(LayerLayout layout) => Target.VectorFor(layout.VirtualLanes, Plan.ElementSize);

    /// <summary>
    /// The attribute of a layer's kernel for one sample: inlined where the whole network is small, as a call costs as much as a small layer.
    /// </summary>
    protected string SingleKernelAttribute =>
        Plan.Layers.All(layer => !layer.IsDot) && Plan.Layers.Sum(ActivationsWritten) <= CostModel.MaxInlinedActivations ? Inline : Optimize;

    /// <summary>A nuint loop over a constant range, or just the body where it has one step.</summary>
    protected void Loop(string variable, long end, long step, Action<string> body)
    {
        if (end <= step)
        {
            body("0");
            return;
        }

        string increment = step == 1 ? variable + "++" : Literal.Text($"{variable} += {step}");
        using (Source.Block($"for (nuint {variable} = 0; {variable} < {end}; {increment})"))
        {
            body(variable);
        }
    }

    /// <summary>Writes the activation of the first rows of a block.</summary>
    protected void WriteActivation(LayerPlan layer, string rows)
    {
        if (layer.Activation == Activation.Identity)
        {
            return;
        }

        string apply = $"global::NetGen.Numerics.Activate.ApplyInPlace<{FunctionOf(layer.Activation)}>";
        if (layer.Stride == layer.Layout.Lanes)
        {
            Source.Line($"{apply}(ref y, {rows} * {layer.Stride});");
            return;
        }

        Source.Short(
            $"for (nuint row = 0; row < {rows}; row++)", Literal.Text($"{apply}(ref At(ref y, row * {layer.Stride}), {layer.Layout.Lanes});"));
    }

    /// <summary>The signature of a layer's gradient kernel.</summary>
    protected string GradientSignature(LayerPlan layer) =>
        $"private static void Gradient{Literal.Of(layer.Index)}(ref {T} destination, ref {T} x, ref {T} error, nuint rows, {T} negativeStep, bool update, "
        + "nuint part, nuint parts)";

    /// <summary>
    /// Writes which tiles of inputs a part of the gradient takes: the locals <c>begin</c> and <c>end</c>. A layer of one tile is not
    /// divided.
    /// </summary>
    protected void WriteShare(int tiles, long tile)
    {
        if (tiles > 1)
        {
            Source.Line($"nuint begin = part * {tiles} / parts * {tile}; nuint end = (part + 1) * {tiles} / parts * {tile};");
            return;
        }

        Source.Short("if (part != 0)", "return;");
    }

    /// <summary>Writes a loop over the tiles of a part.</summary>
    protected void LoopOverShare(int tiles, long tile, Action<string> body)
    {
        if (tiles <= 1)
        {
            body("0");
            return;
        }

        using (Source.Block($"for (nuint k = begin; k < end; k += {tile})"))
        {
            body("k");
        }
    }

    /// <summary>Writes what only the last part does.</summary>
    protected void OnLastPart(int tiles, Action body)
    {
        if (tiles <= 1)
        {
            body();
            return;
        }

        using (Source.Block("if (part + 1 == parts)"))
        {
            body();
        }
    }

    /// <summary>Writes statements over the column groups of a panel group: each at most a tile's vectors wide.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="panels">The panels.</param>
    /// <param name="vector">The vectors.</param>
    /// <param name="body">Given the first lane of the group in the layer and the weights' offset in the layer, as expressions.</param>
    protected void Columns(LayerPlan layer, PanelGroup panels, VectorShape vector, Action<string, string> body)
    {
        int width = TileVectorsOf(panels, vector) * vector.Lanes;
        long panelLength = (long)panels.Width * layer.Layout.Inputs;
        long firstWeight = (long)panels.FirstLane * layer.Layout.Inputs;
        Loop("panel", panels.Count, 1, panel => Loop("column", panels.Width, width, column =>
        {
            string lane = Sum(Times(panel, panels.Width), column, panels.FirstLane);
            string weight = Sum(Times(panel, panelLength), column, firstWeight);
            body(lane, weight);
        }));
    }

    /// <summary>Vectors of output lanes beside each other in a tile.</summary>
    protected static int TileVectorsOf(PanelGroup panels, VectorShape vector) =>
        Math.Min(CostModel.TileVectors, panels.Width / vector.Lanes);

    // Applications of the activation function in the text of a layer's kernel for one sample.
    private int ActivationsWritten(LayerPlan layer) => layer.Panels.Sum(panels => TileVectorsOf(panels, VectorOf(layer.Layout)));

    /// <summary>What the names of locals and methods end with for panels after the first group.</summary>
    protected static string SuffixOf(PanelGroup panels) => panels.FirstLane == 0 ? "" : "Last";

    /// <summary>A sum of expressions and a constant, zeros left out.</summary>
    protected static string Sum(string first, string second, long constant)
    {
        string sum = first == "0" ? second : second == "0" ? first : $"{first} + {second}";
        return Literal.Plus(sum, constant);
    }

    /// <summary>An expression times a constant.</summary>
    protected static string Times(string expression, long factor) =>
        expression == "0" ? "0" : factor == 1 ? expression : Literal.Text($"({expression} * {factor})");
}
