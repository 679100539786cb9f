namespace NetGen;

/// <summary>A layer that two networks have differently.</summary>
/// <param name="Index">Its number among the layers that compute.</param>
/// <param name="Declared">The layer of the one; null if it has none of the number.</param>
/// <param name="Found">The layer of the other; null if it has none of the number.</param>
internal sealed record LayerDifference(int Index, LayerTopology? Declared, LayerTopology? Found);

/// <summary>Tells whether two networks compute the same, whatever their layers are called and whatever they do in training.</summary>
internal static class TopologyMatch
{
    /// <summary>The first layer that differs; null if there is none.</summary>
    /// <param name="declared">The one network.</param>
    /// <param name="found">The other.</param>
    /// <param name="withActivations">Whether activations count, which files of tensors alone do not say.</param>
    public static LayerDifference? FindDifference(NetworkTopology declared, NetworkTopology found, bool withActivations)
    {
        LayerTopology[] ones = [.. declared.Layers.Where(layer => !layer.IsOnlyInTraining)];
        LayerTopology[] others = [.. found.Layers.Where(layer => !layer.IsOnlyInTraining)];
        for (int i = 0; i < Math.Max(ones.Length, others.Length); i++)
        {
            LayerTopology? one = i < ones.Length ? ones[i] : null;
            LayerTopology? other = i < others.Length ? others[i] : null;
            if (one is null || other is null || !ComputesTheSame(one, other, withActivations))
            {
                return new LayerDifference(i, one, other);
            }
        }

        return null;
    }

    /// <summary>Whether two numbers are the same α, compared as float, as which formats keep it.</summary>
    public static bool IsSameAlpha(double one, double other) => Math.Abs(one - other) <= 1e-6 * Math.Abs(one);

    private static bool ComputesTheSame(LayerTopology one, LayerTopology other, bool withActivations)
    {
        return one.GetType() == other.GetType()
            && (one.InputSize, one.OutputSize) == (other.InputSize, other.OutputSize)
            && (!withActivations || (ActivationOf(one) == ActivationOf(other) && IsSameAlpha(one.Alpha, other.Alpha)));

        static Activation ActivationOf(LayerTopology layer) =>
            ActivationTraits.HasAlpha(layer.Activation) && layer.Alpha == 0 ? Activation.ReLU : layer.Activation;
    }
}
