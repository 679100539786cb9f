namespace NetGen;

/// <summary>
/// Counts the epochs in a row without enough of an improvement, for <see cref="TrainingOptions.Patience"/>. It depends on the validation
/// costs alone, so a resumed training counts those of its history again.
/// </summary>
/// <param name="minImprovement">By how much a cost must be lower than that of the last epoch that counted.</param>
internal sealed class EarlyStopping(double minImprovement)
{
    private double _cost = double.PositiveInfinity;
    private bool _hasCost;

    /// <summary>The epochs since the last one that counted as an improvement.</summary>
    public int Epochs { get; private set; }

    /// <summary>Counts an epoch with a validation cost. The first one counts even if its cost is not finite.</summary>
    public void Add(double cost)
    {
        if (!_hasCost || cost < _cost - minImprovement)
        {
            _cost = double.IsNaN(cost) ? double.PositiveInfinity : cost;
            _hasCost = true;
            Epochs = 0;
        }
        else
        {
            Epochs++;
        }
    }
}
