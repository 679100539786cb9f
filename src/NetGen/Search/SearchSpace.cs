using System.Globalization;

namespace NetGen;

/// <summary>What a search tries: training options, and axes of values that change one of them each.</summary>
/// <param name="options">What all trials start from; <c>new TrainingOptions()</c> if null.</param>
public sealed class SearchSpace(TrainingOptions? options = null)
{
    private readonly List<SearchAxis> _axes = [];

    /// <summary>What all trials start from.</summary>
    public TrainingOptions Options { get; } = options ?? new TrainingOptions();

    internal IReadOnlyList<SearchAxis> Axes => _axes;

    /// <summary>Adds an axis with a list of values.</summary>
    /// <param name="name">What tables and files call it; different from the name of any other axis.</param>
    /// <param name="values">The values, at least one, with different texts.</param>
    /// <param name="apply">Gives options with a value, such as <c>(options, value) => options with { LearningRate = value }</c>.</param>
    /// <typeparam name="TValue">The type of the values.</typeparam>
    /// <returns>This space.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The name is blank or taken, there are no values, or two have the same text.</exception>
    public SearchSpace Add<TValue>(
        string name, IReadOnlyList<TValue> values, Func<TrainingOptions, TValue, TrainingOptions> apply)
    {
        CheckName(name);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(apply);
        SearchValue[] all =
        [
            .. values.Select(value => new SearchValue(
                Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", from => apply(from, value))),
        ];
        if (all.Length == 0 || all.Select(value => value.Text).Distinct().Count() < all.Length)
        {
            throw new ArgumentException(
                $"Expected one value or more with different texts for the axis '{name}'; "
                + (all.Length == 0 ? "found none." : $"found {string.Join(", ", all.Select(value => value.Text))}."),
                nameof(values));
        }

        _axes.Add(new SearchAxis(name, all, random => all[random.NextInt32(all.Length)]));
        return this;
    }

    /// <summary>Adds an axis of numbers for random searches, which all have the same probability.</summary>
    /// <param name="name">What tables and files call it; different from the name of any other axis.</param>
    /// <param name="min">The least number.</param>
    /// <param name="max">The largest number.</param>
    /// <param name="apply">Gives options with a number.</param>
    /// <returns>This space.</returns>
    /// <remarks>The numbers that are drawn are rounded to six digits, so that tables and files show them as they are, but for a bound
    /// itself.</remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The name is blank or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not finite, or the least number is not less than the largest.</exception>
    public SearchSpace AddUniform(string name, double min, double max, Func<TrainingOptions, double, TrainingOptions> apply)
    {
        CheckName(name);
        ArgumentNullException.ThrowIfNull(apply);
        CheckRange(min, max, double.IsFinite(min));
        return AddRange(name, min, max, random => min + (random.NextDouble() * (max - min)), apply);
    }

    /// <summary>
    /// Adds an axis of positive numbers for random searches, whose logarithms all have the same probability: as many from 0.001 to 0.01 as
    /// from 0.01 to 0.1.
    /// </summary>
    /// <param name="name">What tables and files call it; different from the name of any other axis.</param>
    /// <param name="min">The least number; positive.</param>
    /// <param name="max">The largest number.</param>
    /// <param name="apply">Gives options with a number.</param>
    /// <returns>This space.</returns>
    /// <remarks>The numbers that are drawn are rounded to six digits, so that tables and files show them as they are, but for a bound
    /// itself.</remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The name is blank or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A bound is not positive and finite, or the least number is not less than the largest.
    /// </exception>
    public SearchSpace AddLogUniform(string name, double min, double max, Func<TrainingOptions, double, TrainingOptions> apply)
    {
        CheckName(name);
        ArgumentNullException.ThrowIfNull(apply);
        CheckRange(min, max, min > 0);
        return AddRange(name, min, max, random => min * Math.Pow(max / min, random.NextDouble()), apply);
    }

    private static void CheckRange(double min, double max, bool isMinValid)
    {
        if (!isMinValid || !double.IsFinite(min))
        {
            throw new ArgumentOutOfRangeException(nameof(min), min, "Expected a finite number, above 0 for a logarithmic axis.");
        }

        if (!(max > min && double.IsFinite(max)))
        {
            throw new ArgumentOutOfRangeException(nameof(max), max, $"Expected a finite number above the least one, {min}.");
        }
    }

    private SearchSpace AddRange(
        string name,
        double min,
        double max,
        Func<SeededRandom, double> draw,
        Func<TrainingOptions, double, TrainingOptions> apply)
    {
        _axes.Add(new SearchAxis(name, null, random =>
        {
            double rounded = double.Parse(draw(random).ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            double value = Math.Clamp(rounded, min, max);
            return new SearchValue(value.ToString("R", CultureInfo.InvariantCulture), from => apply(from, value));
        }));
        return this;
    }

    private void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (string.IsNullOrWhiteSpace(name) || SearchFile.IsReserved(name) || _axes.Any(axis => axis.Name == name))
        {
            throw new ArgumentException(
                $"'{name}' cannot be the name of an axis: it is blank, that of another axis or a column of the results.", nameof(name));
        }
    }
}
