namespace NetGen.Generator;

/// <summary>
/// What the writers of kernels in output-lane form share. A kernel goes through the columns of a layer, one or two vectors of output units
/// wide. The last column may have only the first vector; a condition then guards what is written for the second.
/// </summary>
internal abstract class LanesKernelWriter(KernelContext context, DensePlan layer) : DenseKernelWriter(context, layer)
{
    /// <summary>The condition that the column is not the narrow one, in a kernel that is compiled for a type of column.</summary>
    protected const string IsFullColumn = "TColumn.IsFull";

    /// <summary>The constraint of a kernel's type of column.</summary>
    protected const string ColumnConstraint = "TColumn : struct, IColumn";

    /// <summary>What the kernels are to be like.</summary>
    protected LanesKernelPlan Kernels { get; } = (LanesKernelPlan)context.Target.Layers[layer.Index];

    /// <summary>The width of vectors.</summary>
    protected int Bits => Kernels.Vector.Bits;

    /// <summary>Elements of a vector.</summary>
    protected int Lanes => Kernels.Vector.Lanes;

    /// <summary>Vectors of a column.</summary>
    protected int Vectors => Kernels.ColumnVectors;

    /// <summary>Output lanes in a column.</summary>
    protected int ColumnLanes => Vectors * Lanes;

    /// <summary>Output lanes that the kernels work on.</summary>
    protected virtual int UsedLanes => Kernels.UsedLanes;

    /// <summary>Output lanes in columns of full width.</summary>
    protected int FullColumnLanes => UsedLanes / ColumnLanes * ColumnLanes;

    /// <summary>Whether the last column has fewer vectors than the others.</summary>
    protected bool HasNarrowColumn => FullColumnLanes < UsedLanes;

    /// <summary>Statements for each vector of a column.</summary>
    protected IEnumerable<string> ForVectors(Func<int, string> statement) => Enumerable.Range(0, Vectors).Select(statement);

    /// <summary>A statement for one vector of a column, under a condition where the last column is without that vector.</summary>
    /// <param name="v">The vector of the column.</param>
    /// <param name="full">The condition that the column is not the narrow one.</param>
    /// <param name="statement">The statement.</param>
    protected string ForVector(int v, string full, string statement) =>
        v > 0 && HasNarrowColumn ? $"if ({full}) {{ {statement} }}" : statement;

    /// <summary>A value for one vector, or zeros where it is compiled for columns without that vector.</summary>
    protected string ValueInColumnType(int v, string value) =>
        v > 0 && HasNarrowColumn ? Literal.Text($"{IsFullColumn} ? {value} : Zero{Bits}") : value;

    /// <summary>Writes statements over the columns of a layer.</summary>
    /// <param name="body">Given the first lane of the column in the layer and the weights' offset in the layer.</param>
    protected void Columns(Action<Offset, Offset> body) =>
        Loop("lane", UsedLanes, ColumnLanes, lane => body(lane, WeightsOfColumn(lane)));

    /// <summary>Where the weight of an input and a lane lies, counted from the first of a column.</summary>
    protected Offset InColumn(long input, int lane)
    {
        int panel = Layout.PanelLanes;
        return ((long)(lane / panel * panel) * Layout.Inputs) + (input * panel) + (lane % panel);
    }

    /// <summary>Where the weights of an input and a vector lie, counted from the first of a column.</summary>
    protected Offset VectorInColumn(long input, int v) => InColumn(input, v * Lanes);

    /// <summary>
    /// Statements that fetch the weights of a coming input ahead, if the plan says so: a line of each panel of the column.
    /// </summary>
    protected IEnumerable<string> PrefetchedWeights(int input)
    {
        if (Layer.PrefetchedWeights == 0)
        {
            yield break;
        }

        for (int lane = 0; lane < ColumnLanes; lane += Layout.PanelLanes)
        {
            yield return Literal.Text($"Prefetch(ref w, {InColumn(Layer.PrefetchedWeights + input, lane)});");
        }
    }

    private Offset WeightsOfColumn(Offset lane)
    {
        int panel = Layout.PanelLanes;
        long inputs = Layout.Inputs;
        return Layout.Lanes == panel ? lane
            : ColumnLanes % panel == 0 ? lane * inputs
            : (Offset.Of($"{lane} / {Literal.Of(panel)}") * (panel * inputs)) + Offset.Of($"({lane} % {Literal.Of(panel)})");
    }
}
