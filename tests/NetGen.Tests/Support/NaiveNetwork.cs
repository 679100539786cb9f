namespace NetGen.Tests;

/// <summary>
/// The four equations of the book as its network.py writes them: matrices and vectors of double, weighted inputs z kept, derivatives
/// through z, and the platform's exp, tanh and log. Shares nothing with the library but the names of activations and costs.
/// </summary>
internal sealed class NaiveNetwork
{
    // Klambauer and others, 2017.
    private const double SeluScale = 1.0507009873554805;
    private const double SeluAlpha = 1.6732632423543772;

    private readonly double[][,] _weights;
    private readonly double[][] _biases;
    private readonly Activation[] _activations;
    private readonly double[] _alphas;
    private readonly CostFunction _cost;
    private readonly double _delta;

    public NaiveNetwork(
        double[][,] weights, double[][] biases, Activation[] activations, double[] alphas, CostFunction cost, double delta = 0)
    {
        _delta = delta;
        _weights = weights;
        _biases = biases;
        _activations = activations;
        _alphas = alphas;
        _cost = cost;
    }

    /// <summary>Weights by layer, unit and input.</summary>
    public double[][,] Weights => _weights;

    /// <summary>Biases by layer and unit.</summary>
    public double[][] Biases => _biases;

    /// <summary>How far the cost of a sample is from where its slope jumps, at the nearest output.</summary>
    public double DistanceFromKink(double[] input, double[] target) => FeedForward(input).Zip(target, (a, y) => _cost switch
    {
        CostFunction.MeanAbsoluteError => Math.Abs(a - y),
        CostFunction.Huber => Math.Abs(Math.Abs(a - y) - _delta),
        CostFunction.Hinge => Math.Abs(1 - (y * a)),
        _ => double.PositiveInfinity,
    }).Min();

    public double[] FeedForward(double[] input) => Activate(_weights.Length - 1, WeightedInputs(input)[^1]);

    /// <summary>The vectors z of all layers.</summary>
    public double[][] WeightedInputs(double[] input)
    {
        var zs = new double[_weights.Length][];
        double[] a = input;
        for (int layer = 0; layer < zs.Length; layer++)
        {
            zs[layer] = Sum(Product(_weights[layer], a), _biases[layer]);
            a = Activate(layer, zs[layer]);
        }

        return zs;
    }

    public double Cost(double[] input, double[] target)
    {
        double[] a = FeedForward(input);
        return Enumerable.Range(0, a.Length).Sum(j => _cost switch
        {
            CostFunction.Quadratic => 0.5 * Math.Pow(a[j] - target[j], 2),
            CostFunction.BinaryCrossEntropy => -((target[j] * Math.Log(a[j])) + ((1 - target[j]) * Math.Log(1 - a[j]))),
            CostFunction.CategoricalCrossEntropy => -target[j] * Math.Log(a[j]),
            CostFunction.NegativeLogLikelihood => -target[j] * a[j],
            CostFunction.MeanSquaredError => Math.Pow(a[j] - target[j], 2) / a.Length,
            CostFunction.MeanAbsoluteError => Math.Abs(a[j] - target[j]) / a.Length,
            CostFunction.Huber => HuberLoss(Math.Abs(a[j] - target[j])) / a.Length,
            CostFunction.Hinge => Math.Max(0, 1 - (target[j] * a[j])) / a.Length,
            _ => throw new InvalidOperationException($"Unknown cost {_cost}."),
        });
    }

    /// <summary>The gradient of one sample's cost, layer by layer.</summary>
    public (double[][,] Weights, double[][] Biases) Backprop(double[] input, double[] target)
    {
        int layers = _weights.Length;
        var zs = new double[layers][];
        var activations = new double[layers + 1][];
        activations[0] = input;
        for (int layer = 0; layer < layers; layer++)
        {
            zs[layer] = Sum(Product(_weights[layer], activations[layer]), _biases[layer]);
            activations[layer + 1] = Activate(layer, zs[layer]);
        }

        var nablaW = new double[layers][,];
        var nablaB = new double[layers][];

        // BP1.
        double[] delta = OutputError(zs[layers - 1], activations[layers], target);
        for (int layer = layers - 1; layer >= 0; layer--)
        {
            // BP3 and BP4.
            nablaB[layer] = delta;
            nablaW[layer] = Outer(delta, activations[layer]);
            if (layer > 0)
            {
                // BP2.
                double[] back = Product(Transpose(_weights[layer]), delta);
                delta = [.. back.Select((sum, k) => sum * Prime(layer - 1, zs[layer - 1][k]))];
            }
        }

        return (nablaW, nablaB);
    }

    /// <summary>One step of stochastic gradient descent.</summary>
    public void UpdateMiniBatch(double[][] inputs, double[][] targets, double eta)
    {
        (double[][,] Weights, double[][] Biases)[] gradients = [.. inputs.Select((input, i) => Backprop(input, targets[i]))];
        foreach ((double[][,] nablaW, double[][] nablaB) in gradients)
        {
            for (int layer = 0; layer < _weights.Length; layer++)
            {
                for (int j = 0; j < _biases[layer].Length; j++)
                {
                    _biases[layer][j] -= eta / inputs.Length * nablaB[layer][j];
                    for (int k = 0; k < _weights[layer].GetLength(1); k++)
                    {
                        _weights[layer][j, k] -= eta / inputs.Length * nablaW[layer][j, k];
                    }
                }
            }
        }
    }

    /// <summary>The activations of a layer.</summary>
    public double[] Activate(int layer, double[] z)
    {
        if (_activations[layer] == Activation.Softmax)
        {
            double[] e = Map(z, Math.Exp);
            return Map(e, value => value / e.Sum());
        }

        if (_activations[layer] == Activation.LogSoftmax)
        {
            double log = Math.Log(z.Sum(Math.Exp));
            return Map(z, value => value - log);
        }

        return Map(z, value => _activations[layer] switch
        {
            Activation.Identity => value,
            Activation.Sigmoid => Sigmoid(value),
            Activation.Tanh => Math.Tanh(value),
            Activation.ReLU => Math.Max(value, 0),
            Activation.LeakyReLU => value > 0 ? value : _alphas[layer] * value,
            Activation.GELU => value * NormalDistribution(value),
            Activation.ELU => value > 0 ? value : _alphas[layer] * (Math.Exp(value) - 1),
            Activation.SELU => SeluScale * (value > 0 ? value : SeluAlpha * (Math.Exp(value) - 1)),
            Activation.GELUTanh => 0.5 * value * (1 + Math.Tanh(GeluArgument(value))),
            Activation.SiLU => value * Sigmoid(value),
            Activation.Softplus => Softplus(value),
            Activation.Softsign => value / (1 + Math.Abs(value)),
            Activation.HardSigmoid => Math.Clamp((value + 3) / 6, 0, 1),
            Activation.HardSwish => value * Math.Clamp((value + 3) / 6, 0, 1),
            Activation.Mish => value * Math.Tanh(Softplus(value)),
            _ => throw new InvalidOperationException($"Unknown activation {_activations[layer]}."),
        });
    }

    private double Prime(int layer, double z) => _activations[layer] switch
    {
        Activation.Identity => 1,
        Activation.Sigmoid => Sigmoid(z) * (1 - Sigmoid(z)),
        Activation.Tanh => 1 - Math.Pow(Math.Tanh(z), 2),
        Activation.ReLU => z > 0 ? 1 : 0,
        Activation.LeakyReLU => z > 0 ? 1 : _alphas[layer],
        Activation.GELU => NormalDistribution(z) + (z * NormalDensity(z)),
        Activation.ELU => z > 0 ? 1 : _alphas[layer] * Math.Exp(z),
        Activation.SELU => SeluScale * (z > 0 ? 1 : SeluAlpha * Math.Exp(z)),
        Activation.GELUTanh => (0.5 * (1 + Math.Tanh(GeluArgument(z))))
            + (0.5 * z * (1 - Math.Pow(Math.Tanh(GeluArgument(z)), 2)) * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * z * z))),
        Activation.SiLU => Sigmoid(z) + (z * Sigmoid(z) * (1 - Sigmoid(z))),
        Activation.Softplus => Sigmoid(z),
        Activation.Softsign => Math.Pow(1 + Math.Abs(z), -2),
        Activation.HardSigmoid => Math.Abs(z) < 3 ? 1.0 / 6 : 0,
        Activation.HardSwish => z <= -3 ? 0 : z >= 3 ? 1 : ((2 * z) + 3) / 6,
        Activation.Mish => Math.Tanh(Softplus(z)) + (z * (1 - Math.Pow(Math.Tanh(Softplus(z)), 2)) * Sigmoid(z)),
        _ => throw new InvalidOperationException($"{_activations[layer]} has no derivative of a unit by itself."),
    };

    // Softmax by its matrix of derivatives: that of output k by weighted input j is a_k ([j = k] - a_j).
    private double[] OutputError(double[] z, double[] a, double[] y)
    {
        double[] slopes = [.. a.Select((_, j) => CostDerivative(a[j], y[j], a.Length))];

        // That of the logarithm: [j = k] - e^a_j.
        if (_activations[^1] == Activation.LogSoftmax)
        {
            return [.. a.Select((_, j) => slopes.Select((slope, k) => slope * ((j == k ? 1 : 0) - Math.Exp(a[j]))).Sum())];
        }

        return _activations[^1] == Activation.Softmax
            ? [.. a.Select((_, j) => slopes.Select((slope, k) => slope * a[k] * ((j == k ? 1 : 0) - a[j])).Sum())]
            : [.. slopes.Select((slope, j) => slope * Prime(_activations.Length - 1, z[j]))];
    }

    private static double Sigmoid(double z) => 1.0 / (1.0 + Math.Exp(-z));

    private static double Softplus(double z) => Math.Log(1 + Math.Exp(z));

    // What tanh is taken of in the tanh form of GELU.
    private static double GeluArgument(double z) => Math.Sqrt(2 / Math.PI) * (z + (0.044715 * z * z * z));

    private static double NormalDensity(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    // Φ(z) = 1/2 + φ(z) (z + z³/3 + z⁵/(3·5) + z⁷/(3·5·7) + ...), whose terms all have the sign of z.
    private static double NormalDistribution(double z)
    {
        double sum = 0;
        double term = z;
        for (int n = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); n += 2)
        {
            sum += term;
            term *= z * z / n;
        }

        return 0.5 + (NormalDensity(z) * sum);
    }

    private static double[] Product(double[,] matrix, double[] vector) =>
    [
        .. Enumerable.Range(0, matrix.GetLength(0)).Select(row => vector.Select((value, column) => matrix[row, column] * value).Sum()),
    ];

    private static double[] Sum(double[] left, double[] right) => [.. left.Zip(right, (x, y) => x + y)];

    private static double[] Map(double[] values, Func<double, double> function) => [.. values.Select(function)];

    private static double[,] Transpose(double[,] matrix)
    {
        var result = new double[matrix.GetLength(1), matrix.GetLength(0)];
        for (int row = 0; row < matrix.GetLength(0); row++)
        {
            for (int column = 0; column < matrix.GetLength(1); column++)
            {
                result[column, row] = matrix[row, column];
            }
        }

        return result;
    }

    private static double[,] Outer(double[] left, double[] right)
    {
        var result = new double[left.Length, right.Length];
        for (int row = 0; row < left.Length; row++)
        {
            for (int column = 0; column < right.Length; column++)
            {
                result[row, column] = left[row] * right[column];
            }
        }

        return result;
    }

    private double HuberLoss(double d) => d <= _delta ? 0.5 * d * d : _delta * (d - (0.5 * _delta));

    private double CostDerivative(double a, double y, int n) => _cost switch
    {
        CostFunction.NegativeLogLikelihood => -y,
        CostFunction.MeanSquaredError => 2 * (a - y) / n,
        CostFunction.MeanAbsoluteError => (double)Math.Sign(a - y) / n,
        CostFunction.Huber => Math.Clamp(a - y, -_delta, _delta) / n,
        CostFunction.Hinge => y * a < 1 ? -y / n : 0,
        CostFunction.Quadratic => a - y,
        CostFunction.BinaryCrossEntropy => (a - y) / (a * (1 - a)),
        CostFunction.CategoricalCrossEntropy => -y / a,
        _ => throw new InvalidOperationException($"Unknown cost {_cost}."),
    };
}
