using System.Numerics;

namespace NetGen;

#pragma warning disable RS0026, RS0027 // The overloads of Resume differ in the type of a required parameter: no call is ambiguous.

/// <summary>Resumes training runs that a <see cref="Trainer{T}"/> has saved.</summary>
public static class Trainer
{
    /// <summary>
    /// Makes a trainer that goes on from a checkpoint, to the bit, and gives the network its parameters and names. All of the
    /// file is checked first: on any error the network is as it was.
    /// </summary>
    /// <param name="network">A network of the topology of the one that was trained; its parameters do not matter.</param>
    /// <param name="path">A file that <see cref="Trainer{T}.Save(string)"/> has written.</param>
    /// <param name="training">The samples of the training: the same, in the same order.</param>
    /// <param name="options">
    /// The options of the training. Others may be only those that no step depends on: <see cref="TrainingOptions.Epochs"/>,
    /// <see cref="TrainingOptions.TargetCost"/>, <see cref="TrainingOptions.TargetAccuracy"/>, <see cref="TrainingOptions.TimeLimit"/>,
    /// <see cref="TrainingOptions.EvaluateTraining"/>, <see cref="TrainingOptions.MeasureNorms"/>,
    /// <see cref="TrainingOptions.MeasureGradient"/> and <see cref="TrainingOptions.MaxDegreeOfParallelism"/>.
    /// <c>new TrainingOptions()</c> if null.
    /// </param>
    /// <param name="validation">The validation data of the training; null if it had none.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <remarks>
    /// The order of the samples is found by shuffling as often as the training has. The data are compared by their counts, their sizes and
    /// a hash of their contents; of samples from a <see cref="Data.SampleSource{T}"/>, the contents of 1000 of them or fewer.
    /// </remarks>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="network"/>, <paramref name="path"/> or <paramref name="training"/> is null.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The path is empty; options or data are not those of the checkpoint, or not possible for the network: the message names what differs.
    /// </exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, is not a checkpoint, is that of another network, or was written by a version of NetGen that computes other
    /// bits.
    /// </exception>
    public static Trainer<T> Resume<T>(
        ITrainableNetwork<T> network,
        string path,
        DataSet<T> training,
        TrainingOptions? options = null,
        DataSet<T>? validation = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(training);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        return Resume(network, CheckpointFile.Open<T>(stream, path, network.Topology), training, options, validation);
    }

    /// <summary>
    /// As <see cref="Resume{T}(ITrainableNetwork{T}, string, DataSet{T}, TrainingOptions?, DataSet{T}?)"/>, from the position of a stream
    /// to its end.
    /// </summary>
    /// <param name="network">A network of the topology of the one that was trained; its parameters do not matter.</param>
    /// <param name="stream">What <see cref="Trainer{T}.Save(Stream)"/> has written; stays open.</param>
    /// <param name="training">The samples of the training: the same, in the same order.</param>
    /// <param name="options">
    /// The options of the training. Others may be only those that no step depends on: <see cref="TrainingOptions.Epochs"/>,
    /// <see cref="TrainingOptions.TargetCost"/>, <see cref="TrainingOptions.TargetAccuracy"/>, <see cref="TrainingOptions.TimeLimit"/>,
    /// <see cref="TrainingOptions.EvaluateTraining"/>, <see cref="TrainingOptions.MeasureNorms"/>,
    /// <see cref="TrainingOptions.MeasureGradient"/> and <see cref="TrainingOptions.MaxDegreeOfParallelism"/>.
    /// <c>new TrainingOptions()</c> if null.
    /// </param>
    /// <param name="validation">The validation data of the training; null if it had none.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="network"/>, <paramref name="stream"/> or <paramref name="training"/> is null.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// Options or data are not those of the checkpoint, or not possible for the network: the message names what differs.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// The content is damaged, is not a checkpoint, is that of another network, or was written by a version of NetGen that computes other
    /// bits.
    /// </exception>
    public static Trainer<T> Resume<T>(
        ITrainableNetwork<T> network,
        Stream stream,
        DataSet<T> training,
        TrainingOptions? options = null,
        DataSet<T>? validation = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(training);
        return Resume(network, CheckpointFile.Open<T>(stream, "The stream", network.Topology), training, options, validation);
    }

    private static Trainer<T> Resume<T>(
        ITrainableNetwork<T> network,
        CheckpointFile file,
        DataSet<T> training,
        TrainingOptions? options,
        DataSet<T>? validation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var trainer = new Trainer<T>(network, training, options, validation, null);
        try
        {
            trainer.Restore(file);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }
}
