using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Data;

namespace NetGen;

#pragma warning disable RS0026 // The overloads of Train differ in the type of progress, and null is for the one with priority.

/// <summary>Training and evaluation of any network.</summary>
public static class NetworkTraining
{
    /// <summary>
    /// Trains by the optimizer of the options, which is stochastic gradient descent unless set: in each epoch the samples are shuffled and
    /// go through
    /// <see cref="ITrainableNetwork{T}.TrainMiniBatch(ReadOnlySpan{T}, ReadOnlySpan{T}, OptimizerState{T}, WorkerTeam, DropoutKey?)"/>, a
    /// mini-batch at a time.
    /// </summary>
    /// <param name="network">The network to train, from the parameters it has.</param>
    /// <param name="training">The samples; of the network's sizes.</param>
    /// <param name="options">How to train; <c>new TrainingOptions()</c> if null.</param>
    /// <param name="validation">What to evaluate the network on after each epoch; null for no evaluation.</param>
    /// <param name="progress">Called after each epoch, on the thread that trains; null for no calls.</param>
    /// <param name="cancellationToken">
    /// Checked before each mini-batch. If it is cancelled, training stops and returns the history so far. The network keeps the steps that
    /// were done; with <see cref="TrainingOptions.Patience"/>, once an epoch is done, it has the best epoch's parameters.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The result of each epoch, and why training ended.</returns>
    /// <remarks>
    /// <para>
    /// The order of the samples is that of <paramref name="training"/>, shuffled anew, from the order it then has, by
    /// <see cref="SeededRandom.Shuffle"/> at the start of each epoch; one generator, started from
    /// <see cref="TrainingOptions.Seed"/>, serves all epochs. The same data, options and network so give the same parameters, to
    /// the bit, on any number of threads.
    /// </para>
    /// <para>
    /// Samples with labels have as target a vector of zeros with a 1 at the label. A network with a single sigmoid output takes the labels
    /// 0 and 1 themselves. With the hinge cost, −1 stands in the place of 0.
    /// </para>
    /// <para>
    /// Where samples have weights (<see cref="DataSet.HasSampleWeights"/>), cost and gradient of each are multiplied by its weight, and
    /// their sums divided by the number of samples of the mini-batch.
    /// </para>
    /// <para>
    /// A new network that standardizes its inputs (<see cref="StandardizeAttribute"/>) is first fitted to <paramref name="training"/>, as
    /// by <see cref="NetworkScaling.FitScaling"/>; one that has been trained or loaded keeps its means and deviations.
    /// Missing features (<see cref="DataSet.HasMissing"/>) take its means.
    /// </para>
    /// <para>
    /// A network without <see cref="ITrainableNetwork{T}.ClassNames"/> or without <see cref="ParameterBuffer{T}.FeatureNames"/> gets those
    /// of <paramref name="training"/>, if these have names.
    /// </para>
    /// <para>
    /// Dropout layers (<see cref="DropoutAttribute"/>) drop what <see cref="TrainingOptions.Seed"/> and the number of the step decide. The
    /// training cost of an epoch is that of the network with what is dropped, the validation cost that of the network in use.
    /// </para>
    /// <para>
    /// Each call starts anew, with the first epoch, the first step of the schedule and the seed: two calls of ten epochs are not one of
    /// twenty. A <see cref="Trainer{T}"/>, which this makes for one call, continues where it stopped, and can be saved.
    /// </para>
    /// <para>
    /// The cost is checked in every step, and the parameters at the end of each epoch. As long as they are finite, the network's parameters
    /// are kept in a second buffer after each epoch, from which they come back if training diverges.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="training"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The training or validation data are empty, of other sizes than the network, or have a target that the network's cost cannot take;
    /// all training samples have the same label; the network, the training data and the validation data have different names for classes
    /// or features; features are missing, and the network does not standardize them; the options have
    /// <see cref="TrainingOptions.Patience"/>, a target or a schedule that depends on validation, and there are no validation data for it,
    /// or <see cref="TrainingOptions.L1"/> or <see cref="TrainingOptions.L2"/> beside an optimizer that has such a decay of its own or
    /// cannot have one; or a parameter of the network is not finite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The learning rate, or another number of the optimizer, is too large or too small for <typeparamref name="T"/>, or the mini-batches
    /// are too large for an array.
    /// </exception>
    /// <exception cref="TrainingDivergedException">
    /// The cost or a parameter became NaN or infinite. The exception has the history so far, and the network the parameters of the last
    /// good epoch.
    /// </exception>
    [OverloadResolutionPriority(1)]
    public static TrainingHistory Train<T>(
        this ITrainableNetwork<T> network,
        DataSet<T> training,
        TrainingOptions? options = null,
        DataSet<T>? validation = null,
        Action<EpochResult>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        using var trainer = new Trainer<T>(network, training, options, validation);
        return trainer.Run(progress, cancellationToken);
    }

    /// <summary>
    /// As <see cref="Train{T}(ITrainableNetwork{T}, DataSet{T}, TrainingOptions?, DataSet{T}?, Action{EpochResult}?, CancellationToken)"/>,
    /// which says more, with progress calls that get the trainer as well, to save or to stop it.
    /// </summary>
    /// <param name="network">The network to train, from the parameters it has.</param>
    /// <param name="training">The samples; of the network's sizes.</param>
    /// <param name="options">How to train; <c>new TrainingOptions()</c> if null.</param>
    /// <param name="validation">What to evaluate the network on after each epoch; null for no evaluation.</param>
    /// <param name="progress">
    /// Called after each epoch, on the thread that trains, with its result and the trainer, on which it may call
    /// <see cref="Trainer{T}.Stop"/> and <see cref="Trainer{T}.Save(string)"/>. Null for no calls.
    /// </param>
    /// <param name="cancellationToken">Checked before each mini-batch.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The result of each epoch, and why training ended.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="training"/> is null.</exception>
    /// <exception cref="ArgumentException">The data, the options and the network do not fit each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is not possible for the network.</exception>
    /// <exception cref="TrainingDivergedException">The cost or a parameter became NaN or infinite.</exception>
    public static TrainingHistory Train<T>(
        this ITrainableNetwork<T> network,
        DataSet<T> training,
        TrainingOptions? options = null,
        DataSet<T>? validation = null,
        Action<EpochResult, Trainer<T>>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        using var trainer = new Trainer<T>(network, training, options, validation);
        return trainer.Run(progress is null ? null : (EpochResult epoch) => progress(epoch, trainer), cancellationToken);
    }

    /// <summary>
    /// As <see cref="Train{T}(ITrainableNetwork{T}, DataSet{T}, TrainingOptions?, DataSet{T}?, Action{EpochResult}?, CancellationToken)"/>,
    /// which says more, with an object that the results are reported to.
    /// </summary>
    /// <param name="network">The network to train, from the parameters it has.</param>
    /// <param name="training">The samples; of the network's sizes.</param>
    /// <param name="options">How to train; <c>new TrainingOptions()</c> if null.</param>
    /// <param name="validation">What to evaluate the network on after each epoch; null for no evaluation.</param>
    /// <param name="progress">
    /// Gets the result of each epoch, on the thread that trains; a <see cref="Progress{T}"/> passes them on to that on which it was
    /// made. Null for no reports.
    /// </param>
    /// <param name="cancellationToken">Checked before each mini-batch.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The result of each epoch, and why training ended.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="training"/> is null.</exception>
    /// <exception cref="ArgumentException">The data, the options and the network do not fit each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is not possible for the network.</exception>
    /// <exception cref="TrainingDivergedException">The cost or a parameter became NaN or infinite.</exception>
    public static TrainingHistory Train<T>(
        this ITrainableNetwork<T> network,
        DataSet<T> training,
        TrainingOptions? options = null,
        DataSet<T>? validation = null,
        IProgress<EpochResult>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        using var trainer = new Trainer<T>(network, training, options, validation);
        return trainer.Run(progress, cancellationToken);
    }

    /// <summary>
    /// Evaluates a network on a data set: its average cost and, if the samples have labels, how many it classifies correctly.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples; of the network's sizes.</param>
    /// <param name="workers">Threads to divide the samples among; the same bits with any or none.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <remarks>
    /// The samples go through <see cref="INetwork{T}.FeedForwardBatch(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T}, Span{T})"/> in batches.
    /// The cost of each sample is computed in <typeparamref name="T"/>, and these are summed in double in the order of the samples: the
    /// same bits every time. Only samples with labels are counted as classified correctly or not.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="data"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The data set is empty, of other sizes than the network, or has a target that the network's cost cannot take; its classes or
    /// features have other names than the network's; or features are missing, and the network does not standardize them.
    /// </exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    public static Evaluation Evaluate<T>(this INetwork<T> network, DataSet<T> data, WorkerTeam? workers = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        NetworkClasses.Compare(network.ClassNames, data, nameof(data));
        NetworkClasses.CompareFeatures(network.Parameters.FeatureNames, data, nameof(data));
        data = MissingFeatures.Fill(network, NetworkData.For(network.Topology, data, nameof(data)));
        workers?.Acquire();
        try
        {
            return new Evaluator<T>(network.Topology, data, workers).Evaluate(network);
        }
        finally
        {
            workers?.Release();
        }
    }
}
