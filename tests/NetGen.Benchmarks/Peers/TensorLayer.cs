using System.Numerics;
using System.Numerics.Tensors;

namespace NetGen.Benchmarks.Peers;

/// <summary>A layer of <see cref="TensorNetwork{T}"/>.</summary>
internal sealed class TensorLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Activation _activation;
    private readonly T[] _weights;
    private readonly T[] _biases;
    private readonly T[] _weightGradient;
    private readonly T[] _biasGradient;
    private readonly T[] _derivatives;

    public TensorLayer(INetwork<T> source, LayerTopology layer)
    {
        Inputs = layer.InputSize;
        Outputs = layer.OutputSize;
        _activation = layer.Activation;
        _weights = new T[Inputs * Outputs];
        _biases = new T[Outputs];
        source.GetWeights(layer.Index, _weights);
        source.GetBiases(layer.Index, _biases);
        _weightGradient = new T[_weights.Length];
        _biasGradient = new T[Outputs];
        _derivatives = new T[Outputs];
        Activations = new T[Outputs];
        Errors = new T[Outputs];
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public T[] Activations { get; }

    public T[] Errors { get; }

    public void Forward(ReadOnlySpan<T> input)
    {
        Span<T> result = Activations;
        ReadOnlySpan<T> weights = _weights;
        for (int unit = 0; unit < result.Length; unit++)
        {
            result[unit] = TensorPrimitives.Dot(weights.Slice(unit * Inputs, Inputs), input) + _biases[unit];
        }

        switch (_activation)
        {
            case Activation.Sigmoid:
                TensorPrimitives.Sigmoid(result, result);
                break;
            case Activation.Tanh:
                TensorPrimitives.Tanh(result, result);
                break;
            case Activation.ReLU:
                TensorPrimitives.Max(result, T.Zero, result);
                break;
            case Activation.Softmax:
                TensorPrimitives.Exp(result, result);
                TensorPrimitives.Divide(result, TensorPrimitives.Sum<T>(result), result);
                break;
            case Activation.Identity:
                break;
            default:
                throw new NotSupportedException($"There is no {_activation} of the tensor primitives.");
        }
    }

    public void MultiplyByDerivative()
    {
        switch (_activation)
        {
            case Activation.Sigmoid:
                TensorPrimitives.Subtract(T.One, Activations, _derivatives);
                TensorPrimitives.Multiply(_derivatives, Activations, _derivatives);
                break;
            case Activation.Tanh:
                TensorPrimitives.Multiply(Activations, Activations, _derivatives);
                TensorPrimitives.Subtract(T.One, _derivatives, _derivatives);
                break;
            case Activation.ReLU:
                for (int i = 0; i < _derivatives.Length; i++)
                {
                    _derivatives[i] = Activations[i] > T.Zero ? T.One : T.Zero;
                }

                break;
            default:
                return;
        }

        TensorPrimitives.Multiply(Errors, _derivatives, Errors);
    }

    public void PassErrorsBack(Span<T> previous)
    {
        previous.Clear();
        ReadOnlySpan<T> weights = _weights;
        for (int unit = 0; unit < Outputs; unit++)
        {
            TensorPrimitives.MultiplyAdd(weights.Slice(unit * Inputs, Inputs), Errors[unit], previous, previous);
        }
    }

    public void AddGradient(ReadOnlySpan<T> input)
    {
        for (int unit = 0; unit < Outputs; unit++)
        {
            Span<T> gradient = _weightGradient.AsSpan(unit * Inputs, Inputs);
            TensorPrimitives.MultiplyAdd(input, Errors[unit], gradient, gradient);
        }

        TensorPrimitives.Add(_biasGradient, Errors, _biasGradient);
    }

    public void ClearGradient()
    {
        _weightGradient.AsSpan().Clear();
        _biasGradient.AsSpan().Clear();
    }

    public void Update(T step)
    {
        TensorPrimitives.MultiplyAdd(_weightGradient, -step, _weights, _weights);
        TensorPrimitives.MultiplyAdd(_biasGradient, -step, _biases, _biases);
    }
}
