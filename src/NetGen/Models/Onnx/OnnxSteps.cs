namespace NetGen.Models.Onnx;

/// <summary>One step from the input to the output.</summary>
/// <param name="origin">The node that does it.</param>
internal abstract class OnnxStep(OnnxNode origin)
{
    public OnnxNode Origin { get; } = origin;
}

/// <summary>Sums of all units with weights, and a bias if there is one.</summary>
/// <param name="origin">The node that does it.</param>
/// <param name="weights"><c>[out, in]</c>, an array of float or double.</param>
/// <param name="inputs">The number of units before.</param>
/// <param name="outputs">The number of units after.</param>
internal sealed class OnnxDense(OnnxNode origin, Array weights, int inputs, int outputs) : OnnxStep(origin)
{
    public Array Weights { get; } = weights;

    public int Inputs { get; } = inputs;

    public int Outputs { get; } = outputs;

    /// <summary>An array of float or double; null for none.</summary>
    public Array? Biases { get; init; }

    /// <summary>What the layer may be called; null if the file does not say.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the file has the weights as double.</summary>
    public bool IsDouble { get; init; }
}

/// <summary>An activation of each unit, or of all units together.</summary>
/// <param name="activation">The activation.</param>
/// <param name="alpha">Its parameter.</param>
/// <param name="origin">The node that does it, the last one if there are many.</param>
internal sealed class OnnxActivation(Activation activation, double alpha, OnnxNode origin) : OnnxStep(origin)
{
    public Activation Activation { get; } = activation;

    public double Alpha { get; } = alpha;
}

/// <summary>The logarithm of each unit, which only softmax may have after it.</summary>
/// <param name="origin">The node that does it.</param>
internal sealed class OnnxLogarithm(OnnxNode origin) : OnnxStep(origin);

/// <summary>Each unit plus, minus, times or divided by a number.</summary>
internal sealed class OnnxScale : OnnxStep
{
    private OnnxScale(OnnxNode origin, string operation, double[] values)
        : base(origin)
    {
        Operator = operation;
        Values = values;
    }

    /// <summary><c>Add</c>, <c>Sub</c>, <c>Mul</c>, <c>Div</c>, or <c>From</c> for numbers minus units.</summary>
    public string Operator { get; }

    /// <summary>One for all units, or one for each.</summary>
    public double[] Values { get; }

    /// <summary>Whether it changes no unit.</summary>
    public bool IsNothing => Values is [double value] && Operator switch
    {
        "Mul" or "Div" => value == 1,
        "Add" or "Sub" => value == 0,
        _ => false,
    };

    /// <summary>An operation on each unit.</summary>
    /// <param name="origin">What does it.</param>
    /// <param name="operation">As <see cref="Operator"/> has it.</param>
    /// <param name="values">One number for all units, or one for each.</param>
    public static OnnxScale Of(OnnxNode origin, string operation, double[] values) => new(origin, operation, values);

    /// <summary>What a part of an expression does to the one before it; null if it is not a scaling.</summary>
    public static OnnxScale? TryCreate(OnnxExpression expression, OnnxExpression before)
    {
        if (ReferenceEquals(expression.Left, before) && expression.Right?.Constant is double[] right)
        {
            return expression.Operator == "Sum" ? new OnnxScale(expression.Origin!, "Add", right)
                : expression.Operator is "Add" or "Sub" or "Mul" or "Div" ? new OnnxScale(expression.Origin!, expression.Operator, right)
                : null;
        }

        return ReferenceEquals(expression.Right, before) && expression.Left?.Constant is double[] left
            ? expression.Operator switch
            {
                "Add" or "Sum" => new OnnxScale(expression.Origin!, "Add", left),
                "Mul" => new OnnxScale(expression.Origin!, "Mul", left),
                "Sub" => new OnnxScale(expression.Origin!, "From", left),
                _ => null,
            }
            : expression.Operator == "Neg" ? new OnnxScale(expression.Origin!, "From", [0.0])
            : null;
    }

    /// <summary>Applies it after a x + c, for each unit.</summary>
    public void ApplyTo(double[] factors, double[] offsets)
    {
        for (int i = 0; i < factors.Length; i++)
        {
            double value = Values.Length == 1 ? Values[0] : Values[i];
            (factors[i], offsets[i]) = Operator switch
            {
                "Add" => (factors[i], offsets[i] + value),
                "Sub" => (factors[i], offsets[i] - value),
                "Mul" => (factors[i] * value, offsets[i] * value),
                "Div" => (factors[i] / value, offsets[i] / value),
                _ => (-factors[i], value - offsets[i]),
            };
        }
    }
}

/// <summary>Steps from the input on: the last one and those before it.</summary>
internal sealed class OnnxChain
{
    private OnnxChain(OnnxChain? before, OnnxStep? step, int index)
    {
        Before = before;
        Step = step;
        Units = OnnxExpression.Units(index);
        Units.Chain = this;
    }

    public OnnxChain? Before { get; }

    /// <summary>The last step; null at the input.</summary>
    public OnnxStep? Step { get; }

    /// <summary>The units after the last step.</summary>
    public OnnxExpression Units { get; }

    public static OnnxChain Start(int index) => new(null, null, index);

    public OnnxChain With(OnnxStep step, int index) => new(this, step, index);

    /// <summary>All steps, from the input on.</summary>
    public List<OnnxStep> Steps()
    {
        var steps = new List<OnnxStep>();
        for (OnnxChain? chain = this; chain?.Step is not null; chain = chain.Before)
        {
            steps.Add(chain.Step);
        }

        steps.Reverse();
        return steps;
    }
}
