using System.Numerics;
using System.Numerics.Tensors;

namespace NetGen.Benchmarks.Peers;

/// <summary>
/// A network as one would write it with <see cref="TensorPrimitives"/>: a dot product for each unit, and the gradient by multiply-adds of
/// whole rows. Nothing is allocated per call.
/// </summary>
internal sealed class TensorNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TensorLayer<T>[] _layers;
    private readonly CostFunction _cost;

    public TensorNetwork(INetwork<T> source)
    {
        _layers = [.. source.Topology.Layers.Select(layer => new TensorLayer<T>(source, layer))];
        _cost = source.Topology.Cost;
    }

    private int InputSize => _layers[0].Inputs;

    private int OutputSize => _layers[^1].Outputs;

    public void FeedForward(ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        for (int sample = 0; sample * OutputSize < outputs.Length; sample++)
        {
            Forward(inputs.Slice(sample * InputSize, InputSize));
            _layers[^1].Activations.CopyTo(outputs[(sample * OutputSize)..]);
        }
    }

    /// <summary>The gradient, added to that of the calls before.</summary>
    public void Backprop(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets)
    {
        for (int sample = 0; sample * OutputSize < targets.Length; sample++)
        {
            ReadOnlySpan<T> input = inputs.Slice(sample * InputSize, InputSize);
            Forward(input);
            TensorLayer<T> last = _layers[^1];
            TensorPrimitives.Subtract(last.Activations, targets.Slice(sample * OutputSize, OutputSize), last.Errors);
            if (_cost == CostFunction.Quadratic)
            {
                last.MultiplyByDerivative();
            }

            for (int i = _layers.Length - 1; i >= 0; i--)
            {
                _layers[i].AddGradient(i == 0 ? input : _layers[i - 1].Activations);
                if (i > 0)
                {
                    _layers[i].PassErrorsBack(_layers[i - 1].Errors);
                    _layers[i - 1].MultiplyByDerivative();
                }
            }
        }
    }

    public void TrainMiniBatch(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, T learningRate)
    {
        foreach (TensorLayer<T> layer in _layers)
        {
            layer.ClearGradient();
        }

        Backprop(inputs, targets);
        T step = learningRate / T.CreateChecked(targets.Length / OutputSize);
        foreach (TensorLayer<T> layer in _layers)
        {
            layer.Update(step);
        }
    }

    private void Forward(ReadOnlySpan<T> input)
    {
        foreach (TensorLayer<T> layer in _layers)
        {
            layer.Forward(input);
            input = layer.Activations;
        }
    }
}
