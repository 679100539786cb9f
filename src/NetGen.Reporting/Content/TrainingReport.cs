using System.Numerics;
using NetGen.Metrics;
using NetGen.Reporting.Html;
using NetGen.Reporting.Pictures;

namespace NetGen.Reporting;

/// <summary>What there is to see of a training run and the network it made; <see cref="Write"/> makes a page and pictures of it.</summary>
public sealed class TrainingReport
{
    private const string PageName = "report.html";

    private readonly Lazy<InferenceTimes> _times;

    private TrainingReport(ReportOptions options, NetworkTopology topology, TrainingHistory history, Func<InferenceTimes> measure)
    {
        Options = options;
        Topology = topology;
        History = history;
        _times = new Lazy<InferenceTimes>(measure);
    }

    /// <summary>What the samples are called, after other words; empty if they have no name.</summary>
    internal string OnHeld => Options.HeldName is string name ? $" on {name}" : "";

    /// <summary>Title, facts and what to show.</summary>
    public ReportOptions Options { get; }

    /// <summary>The network's layers.</summary>
    public NetworkTopology Topology { get; }

    /// <summary>The training, epoch by epoch.</summary>
    public TrainingHistory History { get; }

    /// <summary>How long the network takes, as it is when this is first asked for; measured for a second or more.</summary>
    public InferenceTimes Times => _times.Value;

    /// <summary>Accuracy, confusion matrix and more; null for samples without labels.</summary>
    public ClassificationReport? Classification { get; private init; }

    /// <summary>Errors of the outputs; null for samples with labels, and without samples.</summary>
    public RegressionReport? Regression { get; private init; }

    /// <summary>The worst mistakes, the worst first.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; private init; } = [];

    /// <summary>
    /// The weights of each unit of the first dense layer, as pictures in the form of the input; empty if that is not a picture.
    /// </summary>
    public IReadOnlyList<PixelImage> Units { get; private init; } = [];

    /// <summary>Looks at a network after its training.</summary>
    /// <param name="network">The network.</param>
    /// <param name="history">Its training.</param>
    /// <param name="held">Samples with labels or targets to try it on; null for none.</param>
    /// <param name="options">What the report shows.</param>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="network"/>, <paramref name="history"/> or <paramref name="options"/> is null.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The samples do not fit the network, or <see cref="ReportOptions.ImageWidth"/> its inputs.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="ReportOptions.MistakeCount"/> is negative.</exception>
    public static TrainingReport Create<T>(INetwork<T> network, TrainingHistory history, DataSet<T>? held, ReportOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.Facts, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MistakeCount, nameof(options));
        if (options.ImageWidth is int width && (width < 1 || network.Topology.InputSize % width != 0))
        {
            throw new ArgumentException(
                $"{network.Topology.InputSize} inputs are not a picture with rows of {width} pixels.", nameof(options));
        }

        return new TrainingReport(options, network.Topology, history, () => InferenceTimes.Measure(network))
        {
            Classification = held is { HasLabels: true } ? network.EvaluateClassification(held) : null,
            Regression = held is { HasLabels: false } ? network.EvaluateRegression(held) : null,
            Mistakes = held is null ? [] : Reporting.Mistakes.Find(network, held, options.MistakeCount, options.ImageWidth),
            Units = options.ImageWidth is int rowWidth ? UnitImages.Of(network, rowWidth) : [],
        };
    }

    /// <summary>
    /// Writes <c>report.html</c>, which needs nothing besides itself, and PNG files of curves, confusion matrix, mistakes and weights.
    /// </summary>
    /// <param name="directory">
    /// The folder, made if it is not there. An earlier report in it is replaced, with those of its pictures that this one does not have.
    /// </param>
    /// <returns>The paths of the files, the page first.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public IReadOnlyList<string> Write(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _ = Directory.CreateDirectory(directory);
        string text = ReportPage.Of(this);

        string page = Path.Combine(directory, PageName);

        // Those of an earlier report may show what this one does not have.
        foreach (string name in File.Exists(page) ? ReportPictures.FileNames : [])
        {
            File.Delete(Path.Combine(directory, name));
        }

        File.WriteAllText(page, text);
        return [page, .. ReportPictures.Write(this, directory)];
    }
}
