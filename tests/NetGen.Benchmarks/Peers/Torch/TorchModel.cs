using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Benchmarks.Compare;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NetGen.Benchmarks.Peers;

/// <summary>
/// A network in TorchSharp, with as few tensors and calls as the mathematics needs: no modules, activations in place. What a call makes is
/// disposed of at its end.
/// </summary>
internal sealed class TorchModel<T> : IPeerModel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CostFunction _cost;
    private readonly Activation[] _activations;
    private readonly Parameter[] _weights;
    private readonly Parameter[] _biases;
    private readonly Tensor[] _inputs;
    private readonly Tensor[] _targets;
    private readonly double _costFactor;
    private readonly optim.Optimizer _optimizer;

    public TorchModel(INetwork<T> network, SampleSets<T> samples, double learningRate)
    {
        NetworkTopology topology = network.Topology;
        _cost = topology.Cost;
        _activations = [.. topology.Layers.Select(layer => layer.Activation)];
        _weights = [.. topology.Layers.Select(layer => WeightsOf(network, layer))];
        _biases = [.. topology.Layers.Select(layer => BiasesOf(network, layer))];
        _inputs = Split(samples.Inputs, samples, topology.InputSize);
        _targets = Split(samples.Targets, samples, topology.OutputSize);
        _costFactor = (_cost == CostFunction.Quadratic ? 0.5 : 1) / samples.Batch;
        _optimizer = optim.SGD([.. _weights, .. _biases], learningRate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(int repetitions)
    {
        using IDisposable mode = inference_mode();
        int set = 0;
        for (int i = 0; i < repetitions; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Activate(LastSums(_inputs[set]), _activations[^1]);
            set = set + 1 == _inputs.Length ? 0 : set + 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Train(int repetitions)
    {
        int set = 0;
        for (int i = 0; i < repetitions; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            _optimizer.zero_grad();
            Cost(LastSums(_inputs[set]), _targets[set]).backward();
            _optimizer.step();
            set = set + 1 == _inputs.Length ? 0 : set + 1;
        }
    }

    public void CopyOutputs(int set, Span<T> outputs)
    {
        using IDisposable mode = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        Activate(LastSums(_inputs[set]), _activations[^1]).data<T>().CopyTo(outputs);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        foreach (Tensor tensor in (IEnumerable<Tensor>)[.. _weights, .. _biases, .. _inputs, .. _targets])
        {
            tensor.Dispose();
        }
    }

    /// <summary>What the last layer's activation is applied to.</summary>
    private Tensor LastSums(Tensor input)
    {
        Tensor sums = functional.linear(input, _weights[0], _biases[0]);
        for (int layer = 1; layer < _weights.Length; layer++)
        {
            sums = functional.linear(Activate(sums, _activations[layer - 1]), _weights[layer], _biases[layer]);
        }

        return sums;
    }

    private Tensor Cost(Tensor lastSums, Tensor targets)
    {
        // Cross-entropy with its sigmoid in one: then the error is the difference of outputs and targets here too.
        Tensor cost = _cost == CostFunction.BinaryCrossEntropy
            ? functional.binary_cross_entropy_with_logits(lastSums, targets, reduction: Reduction.Sum)
            : functional.mse_loss(Activate(lastSums, _activations[^1]), targets, Reduction.Sum);
        return cost.mul_(_costFactor);
    }

    private static Tensor Activate(Tensor sums, Activation activation) => activation switch
    {
        Activation.Sigmoid => sums.sigmoid_(),
        Activation.Tanh => sums.tanh_(),
        Activation.ReLU => sums.relu_(),
        _ => sums,
    };

    private static Parameter WeightsOf(INetwork<T> network, LayerTopology layer)
    {
        var weights = new T[layer.OutputSize * layer.InputSize];
        network.GetWeights(layer.Index, weights);
        return new Parameter(TensorOf(weights, layer.OutputSize, layer.InputSize));
    }

    private static Parameter BiasesOf(INetwork<T> network, LayerTopology layer)
    {
        var biases = new T[layer.OutputSize];
        network.GetBiases(layer.Index, biases);
        return new Parameter(TensorOf(biases, layer.OutputSize));
    }

    private static Tensor[] Split(T[] values, SampleSets<T> samples, int size) =>
        [.. values.Chunk(samples.Batch * size).Select(set => TensorOf(set, samples.Batch, size))];

    private static Tensor TensorOf(T[] values, params long[] shape)
    {
        using DisposeScope scope = NewDisposeScope();
        return from_array(values).reshape(shape).clone().MoveToOuterDisposeScope();
    }
}
