namespace NetGen;

/// <summary>What is known of the values of a feature, added one after another.</summary>
internal struct FeatureStatistics
{
    private double _squares;

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>Their mean.</summary>
    public double Mean { get; private set; }

    /// <summary>The smallest.</summary>
    public double Minimum { get; private set; }

    /// <summary>The largest.</summary>
    public double Maximum { get; private set; }

    /// <summary>The average square of their differences from the mean.</summary>
    public readonly double Variance => _squares / Count;

    /// <summary>Adds a value, by Welford's formulas.</summary>
    public void Add(double value)
    {
        Minimum = Count == 0 ? value : Math.Min(Minimum, value);
        Maximum = Count == 0 ? value : Math.Max(Maximum, value);
        Count++;
        double difference = value - Mean;
        Mean += difference / Count;
        _squares += difference * (value - Mean);
    }
}
