using System.Globalization;

namespace NetGen;

/// <summary>
/// Training diverged: the cost of a mini-batch or a parameter became NaN or infinite. The network has the parameters of the last good epoch
/// again, or those it came with if there was none.
/// </summary>
public sealed class TrainingDivergedException : ArithmeticException
{
    internal TrainingDivergedException(
        int epoch, int step, int steps, double learningRate, double cost, NonFiniteParameter? parameter, TrainingHistory history)
        : base(Describe(epoch, step, steps, learningRate, cost, parameter))
    {
        Epoch = epoch;
        Step = step;
        Layer = parameter?.Block.Layer;
        BlockName = parameter?.Block.Name;
        History = history;
    }

    /// <summary>The epoch that was cut short, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The step of the epoch, from 1, at which it was seen. The cost is looked at in every step, parameters at the end.</summary>
    public int Step { get; }

    /// <summary>
    /// The index in <see cref="NetworkTopology.Layers"/> of the first layer with a parameter that was NaN or infinite; null if there was
    /// none, and only the cost was.
    /// </summary>
    public int? Layer { get; }

    /// <summary>The name of the first block with such a parameter, as in <c>layers.0.weight</c>; null if <see cref="Layer"/> is.</summary>
    public string? BlockName { get; }

    /// <summary>The epochs before.</summary>
    public TrainingHistory History { get; }

    private static string Describe(int epoch, int step, int steps, double learningRate, double cost, NonFiniteParameter? parameter)
    {
        string found = double.IsFinite(cost) ? "" : string.Create(CultureInfo.InvariantCulture, $"the cost is {cost}");
        string join = found.Length > 0 && parameter is not null ? ", and " : "";
        string restored = epoch == 1 ? "the parameters it had before training" : $"the parameters of epoch {epoch - 1}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Training diverged in epoch {epoch}, step {step} of {steps}: {found}{join}{parameter?.ToString() ?? ""}. The network has "
            + $"{restored} again. Try a learning rate smaller than {learningRate:G4}, or features of a smaller scale.");
    }
}
