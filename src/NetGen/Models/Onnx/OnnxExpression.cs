namespace NetGen.Models.Onnx;

/// <summary>
/// What the graph computes of a vector of units, element by element, since the last layer of weights: a tree of operators, whose parts may
/// be shared, over the units themselves.
/// </summary>
internal sealed class OnnxExpression
{
    // Of an activation.
    private const int MostParts = 24;

    private OnnxExpression(int index, OnnxNode? origin)
    {
        Index = index;
        Origin = origin;
    }

    /// <summary>A number that is larger than those of all parts.</summary>
    public int Index { get; }

    /// <summary>The node that computes it; null for the units.</summary>
    public OnnxNode? Origin { get; }

    /// <summary>What it does; empty for units and constants.</summary>
    public string Operator { get; private init; } = "";

    /// <summary>The function of a single operand.</summary>
    public Func<double, double>? Function { get; private init; }

    /// <summary>The function of two operands.</summary>
    public Func<double, double, double>? Combine { get; private init; }

    /// <summary>The parameter of the function; for those that have one.</summary>
    public double Alpha { get; private init; }

    /// <summary>The first operand; null for units and constants.</summary>
    public OnnxExpression? Left { get; private init; }

    /// <summary>The second operand, of operators that have one.</summary>
    public OnnxExpression? Right { get; private init; }

    /// <summary>The value of a constant: one for all units, or one for each.</summary>
    public double[]? Constant { get; private init; }

    /// <summary>Whether it is the units themselves.</summary>
    public bool IsUnits => Left is null && Constant is null;

    /// <summary>What has been made of it when layers were looked for.</summary>
    public OnnxChain? Chain { get; set; }

    public static OnnxExpression Units(int index) => new(index, null);

    public static OnnxExpression Of(double[] constant, OnnxNode origin) => new(-1, origin) { Constant = constant };

    public static OnnxExpression Apply(
        int index, OnnxNode origin, string name, Func<double, double> function, OnnxExpression operand, double alpha = 0) =>
        new(index, origin) { Operator = name, Function = function, Left = operand, Alpha = alpha };

    public static OnnxExpression Apply(
        int index, OnnxNode origin, string name, Func<double, double, double> function, OnnxExpression left, OnnxExpression right) =>
        new(index, origin) { Operator = name, Combine = function, Left = left, Right = right };

    /// <summary>The steps that make the value, from the units on.</summary>
    /// <exception cref="InvalidDataException">Part of it is not an activation that NetGen has.</exception>
    public List<OnnxStep> ToSteps(OnnxContext context)
    {
        List<OnnxExpression> stations = Stations();
        var steps = new List<OnnxStep>();
        for (int i = 0; i < stations.Count - 1;)
        {
            (OnnxStep step, i) = NextStep(stations, i, context);
            if (step is not OnnxScale { IsNothing: true })
            {
                steps.Add(step);
            }
        }

        return steps;
    }

    /// <summary>The value for given units, all constants being single numbers.</summary>
    /// <param name="parts">All parts, each after its own parts.</param>
    /// <param name="units">The part that stands for the units.</param>
    /// <param name="x">Their value.</param>
    private static double Evaluate(List<OnnxExpression> parts, OnnxExpression units, double x)
    {
        var values = new Dictionary<OnnxExpression, double>(ReferenceEqualityComparer.Instance) { [units] = x };
        double last = x;
        foreach (OnnxExpression part in parts)
        {
            double left = ValueOf(part.Left!, values);
            last = part.Function is not null ? part.Function(left) : part.Combine!(left, ValueOf(part.Right!, values));
            values[part] = last;
        }

        return last;
    }

    private static double ValueOf(OnnxExpression part, Dictionary<OnnxExpression, double> values) =>
        part.Constant is double[] constant ? constant[0] : values[part];

    // The longest run of operators that is an activation together, or else a single operator.
    private static (OnnxStep Step, int Next) NextStep(List<OnnxExpression> stations, int start, OnnxContext context)
    {
        const int Longest = 8;
        for (int end = Math.Min(stations.Count - 1, start + Longest); end > start; end--)
        {
            List<OnnxExpression>? parts = stations[end].PartsSince(stations[start]);
            context.Use((parts?.Count ?? MostParts) * OnnxActivations.MostCalls, stations[end].Origin!);
            if (parts is not null
                && OnnxActivations.Find(parts, x => Evaluate(parts, stations[start], x)) is (Activation activation, double alpha))
            {
                return (new OnnxActivation(activation, alpha, stations[end].Origin!), end);
            }
        }

        OnnxExpression next = stations[start + 1];
        return OnnxScale.TryCreate(next, stations[start]) is OnnxScale scale ? (scale, start + 1)
            : next.Operator == "Log" ? (new OnnxLogarithm(next.Origin!), start + 1)
            : throw context.Error(
                next.Origin!,
                "it does not form an activation that NetGen supports, computed from "
                + $"{(stations[start].Origin is OnnxNode before ? before.ToString() : "the outputs of the layer before")}. {Advice(next)}");
    }

    private static string Advice(OnnxExpression expression) => expression.Operator switch
    {
        "HardSigmoid" => "HardSigmoid is read with alpha 1/6 and beta 0.5, as PyTorch has it",
        "Selu" => "Selu is read with its standard alpha and gamma",
        "Celu" => "Celu is read with alpha 1",
        "Clip" => "Clip is read as part of hard sigmoid and hard swish, or from 0 on, as ReLU",
        _ => $"The activations are {string.Join(", ", Enum.GetNames<Activation>())}",
    };

    // The parts that every path from the value to the units goes through, from the units to the value.
    private List<OnnxExpression> Stations()
    {
        var stations = new List<OnnxExpression>();
        var seen = new HashSet<OnnxExpression>(ReferenceEqualityComparer.Instance) { this };
        var open = new PriorityQueue<OnnxExpression, int>();
        open.Enqueue(this, -Index);
        while (open.TryDequeue(out OnnxExpression? part, out _))
        {
            if (open.Count == 0)
            {
                stations.Add(part);
            }

            foreach (OnnxExpression? operand in new[] { part.Left, part.Right })
            {
                if (operand is { Constant: null } && seen.Add(operand))
                {
                    open.Enqueue(operand, -operand.Index);
                }
            }
        }

        stations.Reverse();
        return stations;
    }

    // In the order of computation; null if there are too many for an activation, or if constants differ from unit to unit.
    private List<OnnxExpression>? PartsSince(OnnxExpression units)
    {
        var parts = new List<OnnxExpression> { this };
        var seen = new HashSet<OnnxExpression>(ReferenceEqualityComparer.Instance) { this, units };
        for (int i = 0; i < parts.Count; i++)
        {
            foreach (OnnxExpression? operand in new[] { parts[i].Left, parts[i].Right })
            {
                if (operand?.Constant is double[] { Length: not 1 })
                {
                    return null;
                }

                if (operand is { Constant: null } && seen.Add(operand))
                {
                    parts.Add(operand);
                }
            }

            if (parts.Count > MostParts)
            {
                return null;
            }
        }

        parts.Sort((left, right) => left.Index.CompareTo(right.Index));
        return parts;
    }
}
