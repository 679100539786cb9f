using System.Text;
using System.Text.RegularExpressions;
using NetGen.Metrics;
using NetGen.Reporting.Terminal;
using Spectre.Console;

namespace NetGen.Reporting.Tests;

/// <summary>What people see while a network is trained.</summary>
public class TrainingDisplayTests
{
    [Fact]
    public void Without_a_terminal_each_epoch_is_a_line()
    {
        using var writer = new StringWriter();
        var display = new TrainingDisplay(3) { Console = Console(writer, isTerminal: false), Hint = "Ctrl+C stops." };
        TrainingHistory history = display.Show(Train(3));
        Assert.Equal(3, history.Epochs.Count);
        Assert.Equal(
            history.Epochs.Select(epoch => epoch.ToString()), writer.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void On_a_terminal_a_panel_changes_until_the_end()
    {
        using var writer = new StringWriter();
        var display = new TrainingDisplay(4) { Console = Console(writer, isTerminal: true), Hint = "Ctrl+C stops." };
        TrainingHistory history = display.Show(Train(4));
        string text = writer.ToString();
        Assert.Contains("Ctrl+C stops.", text, StringComparison.Ordinal);
        string last = text[text.LastIndexOf('╭')..];
        Assert.Contains("epoch 4 of 4", Plain(last), StringComparison.Ordinal);
        Assert.Contains("best", last, StringComparison.Ordinal);
        Assert.DoesNotContain("Ctrl+C", last, StringComparison.Ordinal);
        Assert.DoesNotContain("left", last, StringComparison.Ordinal);
        Assert.DoesNotContain(history.Epochs[0].ToString(), text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_throws_throws_through_the_display()
    {
        using var writer = new StringWriter();
        var display = new TrainingDisplay(4) { Console = Console(writer, isTerminal: true), Hint = "Ctrl+C stops." };
        Assert.Throws<InvalidDataException>(() => display.Show(_ => throw new InvalidDataException()));
        Assert.DoesNotContain("Ctrl+C", writer.ToString()[writer.ToString().LastIndexOf('╭')..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_resumed_training_shows_the_epochs_before()
    {
        TrainingHistory earlier = TrainedNetwork.Trained(5).History;
        var panel = new TrainingPanel(20, earlier.Epochs, hint: null);
        using var writer = new StringWriter();
        Console(writer, isTerminal: true).Write(panel.Render());
        Assert.Contains("epoch 5 of 20", Plain(writer.ToString()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void The_panel_is_as_wide_as_the_console_allows(int width)
    {
        TrainingPanel panel = LongTraining();
        using var writer = new StringWriter();
        Console(writer, isTerminal: true, width).Write(panel.Render());
        string[] lines = Plain(writer.ToString()).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 1, width));
        Assert.Single(lines.Select(line => line.Length).Distinct());

        // What belongs together is in one line, and each line is one that is meant to be.
        Assert.Single(lines, line => line.Contains(" epoch 2000 of 3000", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("training cost  ", StringComparison.Ordinal));
        string validation = Assert.Single(lines, line => line.Contains("validation cost  ", StringComparison.Ordinal));
        string accuracy = Assert.Single(lines, line => line.Contains("accuracy  ", StringComparison.Ordinal));
        Assert.Equal(width >= 60 ? 7 : 8, lines.Length);
        Assert.Equal(width >= 60, validation.Contains("best 0.0500 in 2000", StringComparison.Ordinal));
        Assert.Equal(width >= 60, accuracy.Contains("best 100.00 % in 2000", StringComparison.Ordinal));
        Assert.Equal(width >= 40, accuracy.Contains('█', StringComparison.Ordinal));
        Assert.Equal(width >= 60, lines.Any(line => line.Contains(" of 3000  ", StringComparison.Ordinal) && line.Contains(" left")));
    }

    [Fact]
    public void The_panel_follows_a_console_whose_width_changes()
    {
        TrainingPanel panel = LongTraining();
        using var writer = new StringWriter();
        IAnsiConsole console = Console(writer, isTerminal: true, 120);
        Spectre.Console.Rendering.IRenderable view = panel.Render();
        foreach (int width in new[] { 120, 60, 20, 40, 80 })
        {
            console.Profile.Width = width;
            _ = writer.GetStringBuilder().Clear();
            console.Write(view);
            int drawn = Plain(writer.ToString()).Split('\n').Max(line => line.TrimEnd('\r').Length);
            Assert.InRange(drawn, width - 10, width);
        }
    }

    [Fact]
    public void Pictures_are_characters_without_colors_and_blocks_with_them()
    {
        var image = new PixelImage(2, [0, 1, 0.5, 0], PixelScale.Gray);
        using var plain = new StringWriter();
        TextImage.Write(Console(plain, isTerminal: false), [(image, "a[x]"), (image, "b")]);
        Assert.Equal("a[x] | b\n  @@ |   @@\n==   | ==\n", plain.ToString().ReplaceLineEndings("\n"));
        using var colored = new StringWriter();
        TextImage.Write(Console(colored, isTerminal: true), [(image, "a[x]")]);
        Assert.Contains("a[x]", colored.ToString(), StringComparison.Ordinal);
        Assert.Contains("38;2;255;255;255", colored.ToString(), StringComparison.Ordinal);
        Assert.Equal(8, colored.ToString().Count(character => character == '▀'));
    }

    [Fact]
    public void A_confusion_matrix_is_a_table_with_all_counts()
    {
        var matrix = TrainedNetwork.Copying().EvaluateClassification(TrainedNetwork.Samples()).ConfusionMatrix;
        using var plain = new StringWriter();
        ConfusionTable.Write(Console(plain, isTerminal: false), matrix);
        Assert.Equal(matrix.ToString().TrimEnd(), plain.ToString().TrimEnd());
        using var colored = new StringWriter();
        ConfusionTable.Write(Console(colored, isTerminal: true), matrix);
        Assert.Equal(["<b>a</b>", "1", "·", "·"], Row("<b>a</b>  "));
        Assert.Equal(["b & c", "1", "2", "·"], Row("b & c  "));

        string[] Row(string start)
        {
            string line = Plain(colored.ToString()).ReplaceLineEndings("\n").Split('\n').Single(
                line => line.TrimStart().StartsWith(start, StringComparison.Ordinal));
            return line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
    }

    // Two thousand epochs of three, with the widest numbers that are common.
    private static TrainingPanel LongTraining()
    {
        var panel = new TrainingPanel(3000, [], "Ctrl+C stops.");
        for (int epoch = 1; epoch <= 2000; epoch++)
        {
            panel.Add(new EpochResult
            {
                Epoch = epoch,
                TrainingCost = 1.0 / epoch,
                Validation = new Evaluation { Cost = 100.0 / epoch, Correct = epoch, Count = 2000 },
                Elapsed = TimeSpan.FromSeconds(1),
            });
        }

        return panel;
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void No_row_of_a_confusion_matrix_folds(int width)
    {
        (string[] lines, _) = DrawMatrix(width);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.Equal(10, lines.Count(line => Regex.IsMatch(line, @"^ *\d(?: +10){10} *$")));
        Assert.Equal(width > 60, lines.Any(line => line.Contains("actual", StringComparison.Ordinal)));
    }

    /// <summary>The table would have parts of rows below each other.</summary>
    [Fact]
    public void A_confusion_matrix_that_does_not_fit_is_text()
    {
        (string[] lines, ConfusionMatrix matrix) = DrawMatrix(40);
        Assert.Equal(matrix.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'), lines);
    }

    private static (string[] Lines, ConfusionMatrix Matrix) DrawMatrix(int width)
    {
        int[] labels = [.. Enumerable.Range(0, 1000).Select(i => i % 10)];
        int[] predicted = [.. Enumerable.Range(0, 1000).Select(i => i % 100 / 10)];
        ConfusionMatrix matrix = ClassificationMetrics.ConfusionMatrix(labels, predicted, classCount: 10);
        using var writer = new StringWriter();
        ConfusionTable.Write(Console(writer, isTerminal: true, width), matrix);
        return (Plain(writer.ToString()).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'), matrix);
    }

    private static Func<Action<EpochResult>, TrainingHistory> Train(int epochs) => progress =>
    {
        RuntimeNetwork<float> network = TrainedNetwork.Copying();
        var options = new TrainingOptions { Epochs = epochs };
        return network.Train(TrainedNetwork.Samples(), options, TrainedNetwork.Samples(), progress);
    };

    // Without the control sequences of colors.
    private static string Plain(string text) => Regex.Replace(text, "\e\\[[0-9;]*m", "");

    private static IAnsiConsole Console(StringWriter writer, bool isTerminal, int width = 100)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.TrueColor : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new Screen(writer, isTerminal, width),
        });
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private sealed class Screen(StringWriter writer, bool isTerminal, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => width;

        public int Height => 40;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
