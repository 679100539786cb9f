using NetGen.Metrics;

namespace NetGen;

#pragma warning disable RS0026 // The overloads differ in the type of a required parameter.

/// <content>What takes and gives arrays, for languages that have no spans.</content>
public sealed partial class RuntimeNetwork<T>
{
    /// <summary>Computes the output activations for one sample.</summary>
    /// <param name="input">Exactly <c>InputSize</c> elements.</param>
    /// <returns>The outputs, <c>OutputSize</c> elements in a new array.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="input"/> has another length.</exception>
    public T[] FeedForward(T[] input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var output = new T[Topology.OutputSize];
        FeedForward(input, output);
        return output;
    }

    /// <summary>Computes the output activations for any number of samples: the same bits as one call for each.</summary>
    /// <param name="inputs">The samples one after another, <c>[count, InputSize]</c>.</param>
    /// <returns>The outputs one after another, <c>[count, OutputSize]</c>, in a new array.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="inputs"/> is null.</exception>
    /// <exception cref="ArgumentException">The length is not a multiple of <c>InputSize</c>.</exception>
    public T[] FeedForwardBatch(T[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var outputs = new T[checked(inputs.Length / Topology.InputSize * Topology.OutputSize)];
        FeedForwardBatch(inputs, outputs);
        return outputs;
    }

    /// <inheritdoc cref="Classify(ReadOnlySpan{T})"/>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> is null.</exception>
    public int Classify(T[] input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Classify(input.AsSpan());
    }

    /// <summary>The class of one sample, with its probability and name where the network has them.</summary>
    /// <param name="input">Exactly <c>InputSize</c> elements.</param>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="input"/> has another length, or the network has a single output, neither sigmoid nor with the hinge cost, and so no
    /// classes.
    /// </exception>
    public Prediction Predict(T[] input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return this.Predict((ReadOnlySpan<T>)input);
    }

    /// <inheritdoc cref="Cost(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    public T Cost(T[] inputs, T[] targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return Cost(inputs.AsSpan(), targets);
    }

    /// <inheritdoc cref="Backprop(ReadOnlySpan{T}, ReadOnlySpan{T}, ParameterBuffer{T}, DropoutKey?)"/>
    public T Backprop(T[] inputs, T[] targets, ParameterBuffer<T> gradient, DropoutKey? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return Backprop(inputs.AsSpan(), targets, gradient, dropout);
    }

    /// <inheritdoc cref="Backprop(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, ParameterBuffer{T}, DropoutKey?)"/>
    public T Backprop(T[] inputs, T[] targets, T[] sampleWeights, ParameterBuffer<T> gradient, DropoutKey? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(sampleWeights);
        return Backprop(inputs.AsSpan(), targets, sampleWeights, gradient, dropout);
    }

    /// <inheritdoc cref="Backprop(BackpropFrom, ReadOnlySpan{T}, ReadOnlySpan{T}, ParameterBuffer{T}, Span{T}, DropoutKey?)"/>
    /// <exception cref="ArgumentNullException"><paramref name="inputs"/> or <paramref name="values"/> is null.</exception>
    public T Backprop(
        BackpropFrom from,
        T[] inputs,
        T[] values,
        ParameterBuffer<T>? gradient,
        T[]? inputGradients,
        DropoutKey? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(values);
        return Backprop(from, inputs.AsSpan(), values, gradient, inputGradients.AsSpan(), dropout);
    }

    /// <inheritdoc cref="TrainMiniBatch(ReadOnlySpan{T}, ReadOnlySpan{T}, T, WorkerTeam?, DropoutKey?)"/>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    public T TrainMiniBatch(T[] inputs, T[] targets, T learningRate, WorkerTeam? workers = null, DropoutKey? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return TrainMiniBatch(inputs.AsSpan(), targets, learningRate, workers, dropout);
    }

    /// <inheritdoc cref="TrainMiniBatch(ReadOnlySpan{T}, ReadOnlySpan{T}, OptimizerState{T}, WorkerTeam?, DropoutKey?)"/>
    public T TrainMiniBatch(
        T[] inputs, T[] targets, OptimizerState<T> optimizer, WorkerTeam? workers = null, DropoutKey? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return TrainMiniBatch(inputs.AsSpan(), targets, optimizer, workers, dropout);
    }

    /// <inheritdoc
    /// cref="TrainMiniBatch(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, T, WorkerTeam?, DropoutKey?)"/>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    public T TrainMiniBatch(
        T[] inputs, T[] targets, T[] sampleWeights, T learningRate, WorkerTeam? workers = null, DropoutKey? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(sampleWeights);
        return TrainMiniBatch(inputs.AsSpan(), targets, sampleWeights, learningRate, workers, dropout);
    }

    /// <inheritdoc
    /// cref="TrainMiniBatch(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, OptimizerState{T}, WorkerTeam?, DropoutKey?)"/>
    public T TrainMiniBatch(
        T[] inputs,
        T[] targets,
        T[] sampleWeights,
        OptimizerState<T> optimizer,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(sampleWeights);
        return TrainMiniBatch(inputs.AsSpan(), targets, sampleWeights, optimizer, workers, dropout);
    }

    /// <summary>The weights of a dense layer.</summary>
    /// <param name="layer">The layer's number among those with weights, from 0.</param>
    /// <returns>The weights <c>[out, in]</c>, in a new array.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer with weights.</exception>
    public T[] GetWeights(int layer)
    {
        var weights = new T[ParameterChecks.Block(Topology, layer, DenseTopology.Weight).Count];
        Parameters.GetWeights(layer, weights);
        return weights;
    }

    /// <summary>The biases of a dense layer.</summary>
    /// <param name="layer">The layer's number among those with weights, from 0.</param>
    /// <returns>The biases <c>[out]</c>, in a new array.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer with biases.</exception>
    public T[] GetBiases(int layer)
    {
        var biases = new T[ParameterChecks.Block(Topology, layer, DenseTopology.Bias).Count];
        Parameters.GetBiases(layer, biases);
        return biases;
    }

    /// <summary>Replaces the weights of a dense layer.</summary>
    /// <param name="layer">The layer's number among those with weights, from 0.</param>
    /// <param name="source">The weights <c>[out, in]</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer with weights.</exception>
    /// <exception cref="ArgumentException"><paramref name="source"/> has another length.</exception>
    public void SetWeights(int layer, T[] source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Parameters.SetWeights(layer, source);
    }

    /// <summary>Replaces the biases of a dense layer.</summary>
    /// <param name="layer">The layer's number among those with weights, from 0.</param>
    /// <param name="source">The biases <c>[out]</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer with biases.</exception>
    /// <exception cref="ArgumentException"><paramref name="source"/> has another length.</exception>
    public void SetBiases(int layer, T[] source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Parameters.SetBiases(layer, source);
    }
}
