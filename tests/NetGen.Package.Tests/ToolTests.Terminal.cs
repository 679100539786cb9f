using NetGen.Samples.Tests;

namespace NetGen.Package.Tests;

public sealed partial class ToolTests
{
    [Fact]
    public async Task On_a_terminal_a_training_is_drawn_and_Control_C_saves_it()
    {
        string folder = tool.NewFolder("ToolTerminal");
        using PseudoTerminal terminal = tool.StartOnTerminal(
            folder, "train", "digits.csv.gz", "--label", "^1", "--layers", "100,10", "--patience", "1000000", "--epochs", "1000000");

        // What is dim in the row of the accuracy: some epochs are done.
        await terminal.WaitForAsync("\e[2mbest ");
        await terminal.InterruptAsync();
        Assert.Equal(130, await terminal.EndAsync());
        string[] lines = terminal.Lines();
        Assert.Contains(
            lines, line => line.StartsWith("│ Ctrl+C stops, and saves the network and the training. ", StringComparison.Ordinal));
        AssertIsPanel(lines);
        Assert.Contains("saved model.safetensors", lines);
        Assert.Contains("to continue, give the same command with --resume model.training.safetensors", lines);
        Assert.All(
            new[] { "model.safetensors", "model.training.safetensors" },
            file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
    }

    [Fact]
    public async Task On_a_terminal_the_confusion_matrix_and_the_worst_mistakes_are_below_the_panel()
    {
        string folder = tool.NewFolder("ToolTerminalEnd");
        using PseudoTerminal terminal = tool.StartOnTerminal(
            folder, "train", "digits.csv.gz", "--label", "^1", "--scale", "0.0625", "--layers", "12,10", "--epochs", "5",
            "--image-width", "8");
        Assert.Equal(0, await terminal.EndAsync());
        string[] lines = terminal.Lines();
        AssertIsPanel(lines);
        Assert.Contains(lines, line => line.Contains(" epoch 5 of 5 ", StringComparison.Ordinal));
        int end = Array.FindLastIndex(lines, line => line.StartsWith('╰'));
        Assert.Equal("trained 5 epochs; kept epoch 5", lines[(end + 1)..].First(line => line.Trim().Length > 0));
        int matrix = Array.FindIndex(lines, line => line.TrimStart().StartsWith("actual \\ predicted ", StringComparison.Ordinal));
        int mistakes = Array.IndexOf(lines, "the worst mistakes:");
        Assert.InRange(matrix, end + 1, lines.Length);
        Assert.InRange(mistakes, matrix + 10, lines.Length - 9);
        Assert.Matches("^said [0-9], is [0-9] ", lines[mistakes + 1]);
        Assert.True(
            lines[(mistakes + 2)..].Sum(line => line.Count(character => character is '@' or '%' or '#')) > 20, terminal.Shown);
    }

    private static void AssertIsPanel(string[] lines)
    {
        string[] panel = [.. lines.Where(line => line.IndexOfAny(['╭', '│', '╰']) == 0)];
        Assert.Contains(panel, line => line.Contains("training cost ", StringComparison.Ordinal) && line.Contains('█'));
        Assert.All(panel, line => Assert.InRange(line.Length, 2, PseudoTerminal.Width));
        Assert.All(panel, line => Assert.Contains(line.TrimEnd()[^1], "╮│╯"));
    }
}
