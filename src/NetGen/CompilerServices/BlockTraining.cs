using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Machine;
using NetGen.Threading;

namespace NetGen.CompilerServices;

/// <summary>The training of one block of samples as the work of a team: first activations and errors, then the gradient.</summary>
internal sealed unsafe class BlockTraining<T> : ITeamWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private NetworkKernels<T> _kernels = null!;
    private T* _parameters;
    private T* _inputs;
    private T* _targets;
    private T* _sampleWeights;
    private T* _scratch;
    private T* _costs;
    private T* _destination;
    private GradientUse<T> _use;
    private DropoutStep _dropout;
    private bool _isAtGradients;

    /// <summary>
    /// For each thread a copy of the inputs, in pinned arrays, of which a step that starts at the first copy makes use: reading what
    /// another core has just written takes longer than packing it once more.
    /// </summary>
    public T[][]? InputCopies { get; set; }

    /// <summary>The samples of the block.</summary>
    public nuint Rows { get; private set; }

    /// <summary>
    /// Describes the block; the memory must not move until it is done. A null pointer for the weights of the samples leaves them out.
    /// </summary>
    public void Set(
        NetworkKernels<T> kernels,
        T* parameters,
        T* inputs,
        T* targets,
        T* sampleWeights,
        T* scratch,
        T* costs,
        T* destination,
        nuint rows,
        GradientUse<T> use,
        DropoutStep dropout)
    {
        _kernels = kernels;
        _parameters = parameters;
        _inputs = inputs;
        _targets = targets;
        _sampleWeights = sampleWeights;
        _scratch = scratch;
        _costs = costs;
        _destination = destination;
        Rows = rows;
        _use = use;
        _dropout = dropout;
        _isAtGradients = false;
    }

    /// <summary>Forgets what is done with the gradient, and with it the optimizer.</summary>
    public void Clear() => _use = default;

    /// <summary>Goes on to the gradient, once activations and errors are there.</summary>
    public void StartGradients() => _isAtGradients = true;

    /// <inheritdoc/>
    public void Run(int worker, int workers)
    {
        if (_isAtGradients)
        {
            _kernels.ComputeGradients(
                ref *_destination, ref *InputsOf(worker), ref *_scratch, Rows, in _use, (nuint)worker, (nuint)workers);
            return;
        }

        (nuint first, nuint end) = WorkerTeam.Share(Rows, worker, workers);
        if (first < end)
        {
            // Some were last written by other cores. Asked for all at once, they arrive faster than one after another.
            Prefetching.Range(
                ref *_parameters, (nuint)Math.Min(_kernels.ParameterLength, MachineModel.PrefetchedParameterBytes / sizeof(T)));
            nuint inputSize = (nuint)_kernels.Topology.InputSize;
            nuint outputSize = (nuint)_kernels.Topology.OutputSize;
            _kernels.ComputeWeightedInputs(
                ref *_parameters, ref InputsOf(worker)[first * inputSize], ref *_scratch, first, end - first, in _dropout);
            _kernels.CostsAndErrors(
                ref *_parameters,
                ref _targets[first * outputSize],
                ref *(_sampleWeights is null ? null : _sampleWeights + first),
                ref *_scratch,
                ref _costs[first],
                first,
                end - first,
                in _dropout);
        }
    }

    private T* InputsOf(int worker)
    {
        if (worker == 0 || InputCopies is not T[][] copies)
        {
            return _inputs;
        }

        T* first = AddressOf(copies[0]);
        return _inputs >= first && _inputs < first + copies[0].Length ? AddressOf(copies[worker]) + (_inputs - first) : _inputs;
    }

    private static T* AddressOf(T[] pinned) => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
