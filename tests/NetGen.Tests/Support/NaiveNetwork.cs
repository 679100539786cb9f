namespace NetGen.Tests;

/// <summary>
/// The four equations of the book as its network.py writes them: matrices and vectors of double, weighted inputs z kept, derivatives
/// through z, and the platform's exp, tanh and log. Shares nothing with the library but the names of activations and costs.
/// </summary>
internal sealed class NaiveNetwork
{
    private readonly double[][,] _weights;
    private readonly double[][] _biases;
    private readonly Activation[] _activations;
    private readonly CostFunction _cost;

    public NaiveNetwork(double[][,] weights, double[][] biases, Activation[] activations, CostFunction cost)
    {
        _weights = weights;
        _biases = biases;
        _activations = activations;
        _cost = cost;
    }

    /// <summary>Weights by layer, unit and input.</summary>
    public double[][,] Weights => _weights;

    /// <summary>Biases by layer and unit.</summary>
    public double[][] Biases => _biases;

    public double[] FeedForward(double[] input)
    {
        double[] z = WeightedInputs(input)[^1];
        return Map(z, value => Activate(_activations[^1], value));
    }

    /// <summary>The vectors z of all layers.</summary>
    public double[][] WeightedInputs(double[] input)
    {
        var zs = new double[_weights.Length][];
        double[] a = input;
        for (int layer = 0; layer < zs.Length; layer++)
        {
            zs[layer] = Sum(Product(_weights[layer], a), _biases[layer]);
            a = Map(zs[layer], z => Activate(_activations[layer], z));
        }

        return zs;
    }

    public double Cost(double[] input, double[] target)
    {
        double[] a = FeedForward(input);
        return Enumerable.Range(0, a.Length).Sum(j => _cost == CostFunction.Quadratic
            ? 0.5 * Math.Pow(a[j] - target[j], 2)
            : -((target[j] * Math.Log(a[j])) + ((1 - target[j]) * Math.Log(1 - a[j]))));
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
            activations[layer + 1] = Map(zs[layer], z => Activate(_activations[layer], z));
        }

        var nablaW = new double[layers][,];
        var nablaB = new double[layers][];

        // BP1.
        double[] a = activations[layers];
        double[] delta =
        [
            .. a.Select((_, j) => CostDerivative(a[j], target[j]) * Prime(_activations[layers - 1], zs[layers - 1][j])),
        ];
        for (int layer = layers - 1; layer >= 0; layer--)
        {
            // BP3 and BP4.
            nablaB[layer] = delta;
            nablaW[layer] = Outer(delta, activations[layer]);
            if (layer > 0)
            {
                // BP2.
                double[] back = Product(Transpose(_weights[layer]), delta);
                delta = [.. back.Select((sum, k) => sum * Prime(_activations[layer - 1], zs[layer - 1][k]))];
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

    public static double Activate(Activation activation, double z) => activation switch
    {
        Activation.Identity => z,
        Activation.Sigmoid => 1.0 / (1.0 + Math.Exp(-z)),
        Activation.Tanh => Math.Tanh(z),
        Activation.ReLU => Math.Max(z, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    private static double Prime(Activation activation, double z) => activation switch
    {
        Activation.Identity => 1,
        Activation.Sigmoid => Activate(activation, z) * (1 - Activate(activation, z)),
        Activation.Tanh => 1 - Math.Pow(Math.Tanh(z), 2),
        Activation.ReLU => z > 0 ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

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

    private double CostDerivative(double a, double y) =>
        _cost == CostFunction.Quadratic ? a - y : (a - y) / (a * (1 - a));
}
