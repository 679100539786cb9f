using System.Numerics;
using NetGen.Benchmarks.Limits;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Peers;

namespace NetGen.Benchmarks.Compare;

/// <summary>The names of those who run a workload.</summary>
internal static class Workload
{
    public const string NetGen = "NetGen";
    public const string Reference = "Reference";
    public const string Tensors = "TensorPrimitives";
    public const string Onnx = "ONNX Runtime";
}

/// <summary>A network, an operation, and all who run it.</summary>
internal sealed class Workload<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Multiply-adds per call from which on the reference is left out: about 50 ms.</summary>
    private const double MaxReferenceMultiplyAdds = 3e7;

    /// <summary>So small that the weights stay as they are: every round does the same work.</summary>
    private const float LearningRate = 1e-9f;

    private readonly string _network;
    private readonly Operation _operation;
    private readonly ITrainableNetwork<T> _net;
    private readonly TensorNetwork<T> _tensors;
    private readonly ReferenceNetwork<T>? _reference;
    private readonly SampleSets<T> _samples;
    private readonly SumReading<T> _weightReading;
    private readonly SumReading<T> _inputReading;
    private readonly Activation[] _activations;
    private readonly Contender[] _kernels;
    private readonly Contender _peak;
    private readonly double _peakMultiplyAdds;
    private readonly List<Contender> _runners = [];
    private readonly IReadOnlyList<IOptionalPeer> _optional;
    private readonly List<IPeerModel<T>> _models = [];

    public Workload(
        string network,
        Func<ITrainableNetwork<T>> create,
        Operation operation,
        MachineLimits limits,
        IReadOnlyList<IOptionalPeer> optional)
    {
        _optional = optional;
        _network = network;
        _operation = operation;
        _net = create();
        _tensors = new TensorNetwork<T>(_net);
        MultiplyAdds = operation.MultiplyAdds(_net.Topology);
        _reference = MultiplyAdds <= MaxReferenceMultiplyAdds ? ReferenceNetwork<T>.CopyOf(_net) : null;
        _samples = new SampleSets<T>(_net.Topology, operation.Batch);
        _weightReading = new SumReading<T>(_net.Topology.ParameterCount);
        _inputReading = new SumReading<T>(_samples.InputLength);
        (_peak, _peakMultiplyAdds) = MachineLimits.Peak<T>(limits.BestWidth);
        _activations =
            [.. _net.Topology.Layers.Select(layer => layer.Activation).Distinct().Where(MachineLimits.HasKernel)];
        _kernels = [.. _activations.Select(MachineLimits.Kernel<T>)];
        if (operation.Kind == OperationKind.Forward)
        {
            AddForward();
        }
        else
        {
            AddLearning();
        }
    }

    public IEnumerable<Contender> Contenders => [.. _runners, _peak, _weightReading, _inputReading, .. _kernels];

    private double MultiplyAdds { get; }

    public Result Measure(Rounds rounds)
    {
        IReadOnlyList<Timing> timings = rounds.Measure([.. Contenders]);
        int limits = _runners.Count;
        var limit = new Limit(
            MultiplyAdds / _peakMultiplyAdds * timings[limits].Seconds,
            _activations.Index().Sum(activation =>
                Elements(activation.Item) / MachineLimits.KernelLength * timings[limits + 3 + activation.Index].Seconds),
            timings[limits + 1].Seconds,
            timings[limits + 2].Seconds);
        return new Result(
            _network,
            _operation,
            MultiplyAdds,
            limit,
            timings[0],
            [.. _runners.Index().Skip(1).Select(runner => new PeerResult(
                runner.Item.Name, timings[runner.Index], timings[runner.Index].Seconds / timings[0].Seconds))]);
    }

    public void Dispose()
    {
        foreach (IDisposable runner in _runners.OfType<IDisposable>())
        {
            runner.Dispose();
        }

        _models.ForEach(model => model.Dispose());
    }

    private double Elements(Activation activation) =>
        (double)_operation.Batch * _net.Topology.Layers.Where(layer => layer.Activation == activation).Sum(layer => layer.OutputSize);

    private void AddForward()
    {
        // A delegate on an interface method is bound to the class's own method once and for all.
        Forward<T> net = _operation.Batch == 1 ? _net.FeedForward : _net.FeedForwardBatch;
        var onnx = new OnnxContender<T>(Workload.Onnx, OnnxModel.Write(_net, _operation.Batch), _samples);
        _runners.Add(new ForwardContender<T>(Workload.NetGen, net, _samples));
        _runners.Add(new ForwardContender<T>(Workload.Tensors, _tensors.FeedForward, _samples));
        _runners.Add(onnx);
        if (_reference is not null)
        {
            _runners.Add(new ForwardContender<T>(
                Workload.Reference, _operation.Batch == 1 ? _reference.FeedForward : _reference.FeedForwardBatch, _samples));
        }

        for (int set = 0; set < _samples.Count; set++)
        {
            T[] expected = Outputs(net, set);
            Agreement.Check(_network, Workload.Tensors, expected, Outputs(_tensors.FeedForward, set));
            var outputs = new T[_samples.TargetLength];
            onnx.Forward(set, outputs);
            Agreement.Check(_network, Workload.Onnx, expected, outputs);
        }

        foreach (IOptionalPeer peer in _optional)
        {
            IPeerModel<T> model = Copy(peer, LearningRate);
            _runners.Add(new LoopContender(peer.Name, model.Forward));
            for (int set = 0; set < _samples.Count; set++)
            {
                CheckOutputs(peer, model, Outputs(net, set), set);
            }
        }
    }

    private void AddLearning()
    {
        CheckLearning();
        if (_operation.Kind == OperationKind.Train)
        {
            T rate = T.CreateChecked(LearningRate);
            Func<ReadOnlySpan<T>, ReadOnlySpan<T>, T, WorkerTeam?, DropoutKey?, T> train = _net.TrainMiniBatch;
            _runners.Add(new LearnContender<T>(Workload.NetGen, (inputs, targets) => train(inputs, targets, rate, null, null), _samples));
            _runners.Add(new LearnContender<T>(
                Workload.Tensors, (inputs, targets) => _tensors.TrainMiniBatch(inputs, targets, rate), _samples));
            if (_reference is not null)
            {
                _runners.Add(new LearnContender<T>(
                    Workload.Reference, (inputs, targets) => _reference.TrainMiniBatch(inputs, targets, rate), _samples));
            }

            foreach (IOptionalPeer peer in _optional)
            {
                _runners.Add(new LoopContender(peer.Name, Copy(peer, LearningRate).Train));
            }
        }
        else
        {
            var gradient = new ParameterBuffer<T>(_net.Topology);
            Func<ReadOnlySpan<T>, ReadOnlySpan<T>, ParameterBuffer<T>, DropoutKey?, T> backprop = _net.Backprop;
            _runners.Add(new LearnContender<T>(Workload.NetGen, (inputs, targets) => backprop(inputs, targets, gradient, null), _samples));
            _runners.Add(new LearnContender<T>(Workload.Tensors, _tensors.Backprop, _samples));
            if (_reference is not null)
            {
                var referenceGradient = new ParameterBuffer<T>(_net.Topology);
                _runners.Add(new LearnContender<T>(
                    Workload.Reference, (inputs, targets) => _reference.Backprop(inputs, targets, referenceGradient), _samples));
            }
        }
    }

    /// <summary>After the same real steps of training, and back, the peers must still agree.</summary>
    private void CheckLearning()
    {
        const float largeRate = 0.5f;
        T rate = T.CreateChecked(largeRate);
        (IOptionalPeer Peer, IPeerModel<T> Model)[] optional = [.. _optional.Select(peer => (peer, Copy(peer, largeRate)))];
        Span<T> inputs = _samples.Inputs.AsSpan(0, _samples.InputLength);
        Span<T> targets = _samples.Targets.AsSpan(0, _samples.TargetLength);
        for (int step = 0; step < 2; step++)
        {
            _net.TrainMiniBatch(inputs, targets, rate);
            _tensors.TrainMiniBatch(inputs, targets, rate);
            foreach ((_, IPeerModel<T> model) in optional)
            {
                // Begins with the first set again.
                model.Train(1);
            }
        }

        T[] expected = Outputs(_net.FeedForwardBatch, 0);
        Agreement.Check(_network, Workload.Tensors, expected, Outputs(_tensors.FeedForward, 0));
        foreach ((IOptionalPeer peer, IPeerModel<T> model) in optional)
        {
            CheckOutputs(peer, model, expected, 0);
        }
    }

    private IPeerModel<T> Copy(IOptionalPeer peer, double learningRate)
    {
        IPeerModel<T> model = peer.Copy(_net, _samples, learningRate);
        _models.Add(model);
        return model;
    }

    private void CheckOutputs(IOptionalPeer peer, IPeerModel<T> model, T[] expected, int set)
    {
        var outputs = new T[_samples.TargetLength];
        model.CopyOutputs(set, outputs);
        Agreement.Check(_network, peer.Name, expected, outputs);
    }

    private T[] Outputs(Forward<T> forward, int set)
    {
        var outputs = new T[_samples.TargetLength];
        forward(_samples.Inputs.AsSpan(set * _samples.InputLength, _samples.InputLength), outputs);
        return outputs;
    }
}
