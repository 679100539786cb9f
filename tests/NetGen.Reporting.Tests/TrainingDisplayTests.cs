using System.Text;
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

    private static Func<Action<EpochResult>, TrainingHistory> Train(int epochs) => progress =>
    {
        RuntimeNetwork<float> network = TrainedNetwork.Copying();
        var options = new TrainingOptions { Epochs = epochs };
        return network.Train(TrainedNetwork.Samples(), options, TrainedNetwork.Samples(), progress);
    };

    // Without the control sequences of colors.
    private static string Plain(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\e\\[[0-9;]*m", "");

    private static IAnsiConsole Console(StringWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.TrueColor : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new Screen(writer, isTerminal),
        });
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private sealed class Screen(StringWriter writer, bool isTerminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => 100;

        public int Height => 40;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
