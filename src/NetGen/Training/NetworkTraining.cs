using System.Diagnostics;
using System.Numerics;
using NetGen.Metrics;

namespace NetGen;

/// <summary>Training and evaluation of any network.</summary>
public static class NetworkTraining
{
    /// <summary>
    /// Trains by stochastic gradient descent: in each epoch the samples are shuffled and go through
    /// <see cref="ITrainableNetwork{T}.TrainMiniBatch"/>, a mini-batch at a time.
    /// </summary>
    /// <param name="network">The network to train, from the parameters it has.</param>
    /// <param name="training">The samples; of the network's sizes.</param>
    /// <param name="options">How to train.</param>
    /// <param name="cancellationToken">Checked before each mini-batch.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The result of each epoch.</returns>
    /// <remarks>
    /// The order of the samples is that of <paramref name="training"/>, shuffled anew, from the order it then has, by
    /// <see cref="SeededRandom.Shuffle"/> at the start of each epoch; one generator, started from
    /// <see cref="TrainingOptions.Seed"/>, serves all epochs. The same data, options and network so give the same parameters, to
    /// the bit, on any number of threads.
    /// </remarks>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="network"/>, <paramref name="training"/> or <paramref name="options"/> is null.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The training or validation data are empty or of other sizes than the network, or the validation data of another numeric
    /// type.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The learning rate is too large or too small for <typeparamref name="T"/>, or the mini-batches for an array.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled; the network keeps the steps that were done.
    /// </exception>
    public static TrainingHistory Train<T>(
        this ITrainableNetwork<T> network, DataSet<T> training, TrainingOptions options, CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        CheckSizes(network.Topology, training, nameof(training));
        DataSet<T>? validationData = options.Validation is null ? null : CheckedValidation(network, options);
        T learningRate = CheckedLearningRate<T>(options);

        long started = Stopwatch.GetTimestamp();
        int degree = Math.Min(WorkerTeam.CheckDegree(options.MaxDegreeOfParallelism, nameof(options)), Environment.ProcessorCount);
        using WorkerTeam? workers = degree > 1 ? new WorkerTeam(degree) : null;
        var batches = new MiniBatches<T>(network.Topology, training, options, workers);
        Evaluator<T>? evaluator = validationData is null ? null : new Evaluator<T>(validationData, workers);
        var results = new EpochResult[options.Epochs];
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            long epochStarted = Stopwatch.GetTimestamp();
            double cost = batches.TrainEpoch(network, learningRate, workers, cancellationToken);
            Evaluation? validation = evaluator?.Evaluate(network);
            var result = new EpochResult(epoch, cost, validation, Stopwatch.GetElapsedTime(epochStarted));
            results[epoch - 1] = result;
            options.Progress?.Invoke(result);
        }

        return new TrainingHistory(results, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Evaluates a network on a data set: its average cost and how many samples it classifies correctly.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples; of the network's sizes.</param>
    /// <param name="workers">Threads to divide the samples among; the same bits with any or none.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <remarks>
    /// The samples go through <see cref="INetwork{T}.FeedForwardBatch(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T}, Span{T})"/> in batches. The cost of each sample is computed in
    /// <typeparamref name="T"/>, and these are summed in double in the order of the samples: the same bits every time.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="data"/> is null.</exception>
    /// <exception cref="ArgumentException">The data set is empty or of other sizes than the network.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    public static Evaluation Evaluate<T>(this INetwork<T> network, DataSet<T> data, WorkerTeam? workers = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        CheckSizes(network.Topology, data, nameof(data));
        workers?.Acquire();
        try
        {
            return new Evaluator<T>(data, workers).Evaluate(network);
        }
        finally
        {
            workers?.Release();
        }
    }

    private static DataSet<T> CheckedValidation<T>(INetwork<T> network, TrainingOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (options.Validation is not DataSet<T> typed)
        {
            throw new ArgumentException(
                $"Expected the options' Validation to be a DataSet<{typeof(T).Name}>, as the network is of {typeof(T).Name}; "
                + $"found {options.Validation}.",
                nameof(options));
        }

        CheckSizes(network.Topology, typed, "options.Validation");
        return typed;
    }

    private static T CheckedLearningRate<T>(TrainingOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T rounded = T.CreateTruncating(options.LearningRate);
        return T.IsFinite(rounded) && rounded > T.Zero
            ? rounded
            : throw TrainingOptions.RangeError(
                nameof(options),
                options.LearningRate,
                $"The options' LearningRate is not a positive finite number as {typeof(T).Name}.");
    }

    private static void CheckSizes(NetworkTopology topology, DataSet data, string parameterName)
    {
        if (data.InputSize != topology.InputSize || data.TargetSize != topology.OutputSize)
        {
            throw new ArgumentException(
                $"Expected samples of {topology.InputSize} inputs and {topology.OutputSize} targets, as the network has; "
                + $"found {data.InputSize} inputs and {data.TargetSize} targets.",
                parameterName);
        }

        if (data.Count == 0)
        {
            throw new ArgumentException("Expected at least one sample; the data set is empty.", parameterName);
        }
    }
}
