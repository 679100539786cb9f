using Spectre.Console;

namespace NetGen.Reporting.Terminal;

/// <summary>Shows a training run as it runs: on a terminal as a panel that changes, elsewhere as a line for each epoch.</summary>
public sealed class TrainingDisplay
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(100);

    private readonly int _epochs;

    /// <summary>A display for one training run.</summary>
    /// <param name="epochs">The number of epochs, at most; from 1 on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epochs"/> is less than 1.</exception>
    public TrainingDisplay(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        _epochs = epochs;
    }

    /// <summary>Where to write; the program's terminal or output unless set.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IAnsiConsole Console
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    }
    = AnsiConsole.Console;

    /// <summary>The epochs that were done before, in a training run that is resumed.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IReadOnlyList<EpochResult> Earlier
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    }
    = [];

    /// <summary>The line for an epoch where there is no terminal.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Func<EpochResult, string> Line
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    }
    = epoch => epoch.ToString();

    /// <summary>What Ctrl+C does, shown below.</summary>
    public string? Hint { get; init; }

    /// <summary>Whether a console can show something that changes.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="console"/> is null.</exception>
    public static bool IsLive(IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        return console.Profile.Capabilities is { Ansi: true, Interactive: true } && console.Profile.Out.IsTerminal;
    }

    /// <summary>Trains and shows the progress.</summary>
    /// <param name="train">Trains, and calls what it gets after each epoch.</param>
    /// <returns>What <paramref name="train"/> returns.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="train"/> is null.</exception>
    public TrainingHistory Show(Func<Action<EpochResult>, TrainingHistory> train)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (!IsLive(Console))
        {
            return train(epoch => Console.Profile.Out.Writer.WriteLine(Line(epoch)));
        }

        var panel = new TrainingPanel(_epochs, Earlier, Hint);
        return Console.Live(panel.Render()).Start(context =>
        {
            bool isOver = false;
            Update(isLast: false);
            // The clock goes on while an epoch takes long; many short epochs are drawn together.
            using var timer = new Timer(_ => Update(isLast: false), null, s_refresh, s_refresh);
            try
            {
                return train(panel.Add);
            }
            finally
            {
                panel.End();
                Update(isLast: true);
            }

            // A drawing that comes after the last one would be below what the program writes next.
            void Update(bool isLast)
            {
                lock (panel)
                {
                    if (!isOver)
                    {
                        context.UpdateTarget(panel.Render());
                    }

                    isOver |= isLast;
                }
            }
        });
    }
}
