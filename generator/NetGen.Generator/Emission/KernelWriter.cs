namespace NetGen.Generator;

/// <summary>
/// What the writers of kernels share: the plan, the target, the source so far, and the vocabulary of short helpers that the nested class
/// defines for itself, so that no name of the user's can stand in the way.
/// </summary>
internal abstract class KernelWriter(EmissionPlan plan, TargetPlan target, SourceWriter source)
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

    /// <summary>The namespace of what generated code needs of the runtime library.</summary>
    public const string CompilerServices = "global::NetGen.CompilerServices";

    /// <summary>The interface of what a gradient kernel does with a gradient.</summary>
    public const string GradientMode = CompilerServices + ".IGradientMode";

    /// <summary>The condition that the column is not the narrow one, in a kernel that is compiled for a type of column.</summary>
    protected const string IsFullColumn = "TColumn.IsFull";

    /// <summary>The constraint of a kernel's type of column.</summary>
    protected const string ColumnConstraint = "TColumn : struct, " + CompilerServices + ".IColumn";

    /// <summary>The helpers for lanes.</summary>
    public const string LaneHelpers = "global::NetGen.Numerics.Lanes";

    /// <summary>The plan.</summary>
    protected EmissionPlan Plan { get; } = plan;

    /// <summary>The plan of the width of vectors to write for.</summary>
    protected TargetPlan Target { get; } = target;

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

    /// <summary>What a layer's kernels are to be like.</summary>
    protected KernelPlan KernelsOf(LayerPlan layer) => Target.Layers[layer.Index];

    /// <summary>The vectors of a layer's sums.</summary>
    protected VectorShape VectorOf(LayerPlan layer) => KernelsOf(layer).Vector;

    /// <summary>Whether the kernel for one sample calls a layer's activation, not has it inlined.</summary>
    protected bool CallsActivation(LayerPlan layer) => Plan.CallsActivations && layer.Activation != Activation.Identity;

    /// <summary>A vector type.</summary>
    protected string TypeOf(VectorShape vector) => $"global::System.Runtime.Intrinsics.Vector{Literal.Of(vector.Bits)}<{T}>";

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

    /// <summary>The parameters of a layer's gradient kernel.</summary>
    protected string GradientParameters => $"ref {T} destination, ref {T} x, ref {T} error, nuint rows, {T} negativeStep, nuint part, nuint parts";

    /// <summary>
    /// Declarations of which tiles of inputs a part of the gradient takes: the locals <c>begin</c> and <c>end</c>. A layer of one tile is
    /// not divided.
    /// </summary>
    protected static string Share(int tiles, long tile) => tiles > 1
        ? Literal.Text($"nuint begin = part * {tiles} / parts * {tile}; nuint end = (part + 1) * {tiles} / parts * {tile};")
        : "if (part != 0) { return; }";

    /// <summary>The declaration of the step, the same in all lanes.</summary>
    protected static string Step(VectorShape vector) =>
        $"var step = global::System.Runtime.Intrinsics.Vector{Literal.Of(vector.Bits)}.Create(negativeStep);";

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

    /// <summary>Writes statements over the columns of a layer, each as wide as a tile; the last may be narrower.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="body">Given the first lane of the column in the layer and the weights' offset in the layer, as expressions.</param>
    protected void Columns(LayerPlan layer, Action<string, string> body) =>
        Loop("lane", layer.Layout.Lanes, ColumnLanes(layer), lane => body(lane, ColumnOffset(layer, lane)));

    /// <summary>Where the weight of an input and a lane lies, counted from the first of a column.</summary>
    protected static string InColumn(LayerPlan layer, long input, int lane)
    {
        int panel = layer.Layout.PanelLanes;
        return Literal.Of(((long)(lane / panel * panel) * layer.Layout.Inputs) + (input * panel) + (lane % panel));
    }

    /// <summary>Statements that fetch the weights of a coming input ahead, if the plan says so: a line of each panel of the column.</summary>
    protected IEnumerable<string> PrefetchedWeights(LayerPlan layer, int input) =>
        from lane in Enumerable.Range(0, layer.PrefetchedWeights > 0 ? ColumnLanes(layer) : 0)
        where lane % layer.Layout.PanelLanes == 0
        select $"Prefetch(ref w, {InColumn(layer, layer.PrefetchedWeights + input, lane)});";

    /// <summary>A statement for one vector of a column, under a condition where the last column is without that vector.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="index">The vector of the column.</param>
    /// <param name="full">The condition that the column is not the narrow one.</param>
    /// <param name="statement">The statement.</param>
    protected string ForVector(LayerPlan layer, int index, string full, string statement) =>
        index > 0 && HasNarrowColumn(layer) ? $"if ({full}) {{ {statement} }}" : statement;

    /// <summary>A value for one vector, or zeros where it is compiled for columns without that vector.</summary>
    protected string ValueInColumnType(LayerPlan layer, int index, string value) =>
        index > 0 && HasNarrowColumn(layer) ? Literal.Text($"{IsFullColumn} ? {value} : Zero{VectorOf(layer).Bits}") : value;

    /// <summary>Whether the last column has fewer vectors than the others.</summary>
    protected bool HasNarrowColumn(LayerPlan layer) => FullColumnLanes(layer) < layer.Layout.Lanes;

    /// <summary>Output lanes in columns of full width.</summary>
    protected int FullColumnLanes(LayerPlan layer) => layer.Layout.Lanes / ColumnLanes(layer) * ColumnLanes(layer);

    /// <summary>Vectors of output lanes beside each other in a column.</summary>
    protected int ColumnVectors(LayerPlan layer) => KernelsOf(layer).ColumnVectors;

    /// <summary>Output lanes in a column.</summary>
    protected int ColumnLanes(LayerPlan layer) => ColumnVectors(layer) * VectorOf(layer).Lanes;

    // Where the weights of a column begin in the layer.
    private string ColumnOffset(LayerPlan layer, string lane)
    {
        int panel = layer.Layout.PanelLanes;
        long inputs = layer.Layout.Inputs;
        return layer.Layout.Lanes == panel ? lane
            : ColumnLanes(layer) % panel == 0 ? Times(lane, inputs)
            : Literal.Text($"({lane} / {panel} * {panel * inputs}) + ({lane} % {panel})");
    }

    /// <summary>A sum of expressions and a constant, zeros left out.</summary>
    protected static string Sum(string first, string second, long constant)
    {
        string sum = first == "0" ? second : second == "0" ? first : $"{first} + {second}";
        return Literal.Plus(sum, constant);
    }

    /// <summary>An expression times a constant.</summary>
    protected static string Times(string expression, long factor) =>
        expression == "0" || factor == 0 ? "0" : factor == 1 ? expression : Literal.Text($"({expression} * {factor})");
}
