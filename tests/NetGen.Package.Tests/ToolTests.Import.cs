using System.Text;
using System.Text.Json;

namespace NetGen.Package.Tests;

/// <content>Projects into which models are imported.</content>
public sealed partial class ToolTests
{
    private const string AddedItem = """<NetworkModel Include="line.safetensors" />""";

    /// <summary>Whatever the file looks like, it is the same but for the item.</summary>
    [Theory]
    [InlineData(
        "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup />\n</Project>\n",
        "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup />\n  <ItemGroup>\n    ITEM\n  </ItemGroup>\n</Project>\n")]
    [InlineData(
        "<Project>\r\n\r\n\t<Import\r\n\t\tProject='a' />\r\n\r\n</Project>",
        "<Project>\r\n\r\n\t<Import\r\n\t\tProject='a' />\r\n\r\n\t<ItemGroup>\r\n\t\tITEM\r\n\t</ItemGroup>\r\n\r\n</Project>")]
    [InlineData(
        "<Project>\n  <ItemGroup>\n    <NetworkModel\n      Include='a.onnx' />\n  </ItemGroup>\n\n  <!-- x -->\n</Project>\n",
        "<Project>\n  <ItemGroup>\n    <NetworkModel\n      Include='a.onnx' />\n    ITEM\n  </ItemGroup>\n\n  <!-- x -->\n</Project>\n")]
    [InlineData(
        "<Project><ItemGroup><NetworkModel Include=\"a.onnx\" /></ItemGroup></Project>",
        "<Project><ItemGroup><NetworkModel Include=\"a.onnx\" />ITEM</ItemGroup></Project>")]
    [InlineData("<Project><PropertyGroup/></Project>", "<Project><PropertyGroup/><ItemGroup>ITEM</ItemGroup></Project>")]
    [InlineData("<Project>\n</Project>\n", "<Project>\n  <ItemGroup>\n    ITEM\n  </ItemGroup>\n</Project>\n")]
    [InlineData(
        "<Project>\n  <ItemGroup Condition=\"'$(A)' == 'b'\">\n    <NetworkModel Include=\"a.onnx\" />\n  </ItemGroup>\n</Project>\n",
        "<Project>\n  <ItemGroup Condition=\"'$(A)' == 'b'\">\n    <NetworkModel Include=\"a.onnx\" />\n  </ItemGroup>\n"
        + "  <ItemGroup>\n    ITEM\n  </ItemGroup>\n</Project>\n")]
    [InlineData(
        "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project>\n  <!-- für <ItemGroup> -->\n  <ItemGroup />\n</Project>",
        "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project>\n  <!-- für <ItemGroup> -->\n  <ItemGroup />\n"
        + "  <ItemGroup>\n    ITEM\n  </ItemGroup>\n</Project>")]
    [InlineData("<Project><ItemGroup><NetworkModel Include='a.onnx;./line.safetensors'/></ItemGroup></Project>", null)]
    [InlineData("<Project><ItemGroup Condition='b'><NetworkModel Include='.\\line.safetensors'/></ItemGroup></Project>", null)]
    public async Task An_item_is_added_to_a_project_that_stays_as_it_was_formatted(string project, string? expected)
    {
        string folder = tool.NewFolder("ToolProject");
        WriteLine(folder);
        string path = Path.Combine(folder, "App.csproj");
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(project));
        string[] import = ["import", "line.safetensors", "--output-activation", "Identity", "--project", "App.csproj", "--force", "--json"];
        JsonElement first = await JsonAsync(folder, import);
        Assert.Equal(expected is not null, first.GetProperty("itemAdded").GetBoolean());
        string added = (expected ?? project).Replace("ITEM", AddedItem, StringComparison.Ordinal);
        Assert.Equal(added, Encoding.UTF8.GetString(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)));

        JsonElement second = await JsonAsync(folder, import);
        Assert.False(second.GetProperty("itemAdded").GetBoolean());
        Assert.Equal(added, Encoding.UTF8.GetString(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)));
    }

    /// <summary>The class goes into the project's folder, and the item names the model from there. Both build.</summary>
    [Fact]
    public async Task A_model_is_imported_into_a_project_of_another_folder()
    {
        string folder = tool.NewFolder("ToolOtherFolder");
        WriteLine(folder);
        string app = library.Write(
            Path.Combine("ToolOtherFolder", "App"),
            ("App.csproj", ModelTests.Project.Replace(
                """<NetworkModel Include="models/line.safetensors" />""", "", StringComparison.Ordinal)),
            ("Program.cs", """
                float[] output = new float[1];
                LineNet.Pretrained.FeedForward([1, 10], output);
                Console.WriteLine(output[0]);
                """));
        ToolRun import = await tool.RunAsync(
            folder, "import", "line.safetensors", "--output-activation", "Identity", "--project", "App/App.csproj");
        Assert.Equal(
            "App/LineNet.cs: class LineNet, 2-1 Identity; Quadratic; Single\n"
            + "App/App.csproj: added <NetworkModel Include=\"../line.safetensors\" />\n",
            import.Output + import.Errors);
        DotnetRun run = await library.RunAsync(app, "run");
        Assert.Equal("60\n", run.Output.ReplaceLineEndings("\n"));
    }

    /// <summary>And nothing else is written.</summary>
    [Theory]
    [InlineData("App.csproj", "<Page />", "not a project file. Expected the element <Project>; found <Page>.")]
    [InlineData("App.csproj", "<Project>", "not a project file. Unexpected end of file has occurred.")]
    [InlineData("App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />", "the project is empty. Write it as <Project ...></Project>.")]
    [InlineData("App.fsproj", "<Project></Project>", "the class is C#. Name a C# project, which this one can refer to.")]
    public async Task A_file_that_is_no_project_is_refused(string name, string content, string message)
    {
        string folder = tool.NewFolder("ToolNoProject");
        WriteLine(folder);
        File.WriteAllText(Path.Combine(folder, name), content);
        ToolRun run = await tool.RunAsync(folder, "import", "line.safetensors", "--output-activation", "Identity", "--project", name);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"netgen: {name}: {message}", run.Errors, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(Path.Combine(folder, name)));
        Assert.False(File.Exists(Path.Combine(folder, "LineNet.cs")));
    }

    /// <summary>Every command, and the tool itself, says what it does and lists its options.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("train")]
    [InlineData("predict")]
    [InlineData("inspect")]
    [InlineData("export")]
    [InlineData("import")]
    [InlineData("verify")]
    [InlineData("bench")]
    public async Task Every_command_has_help_that_the_page_agrees_with(string command)
    {
        string folder = tool.NewFolder("ToolHelp");
        ToolRun run = await tool.RunAsync(folder, command.Length == 0 ? ["--help"] : [command, "--help"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        string page = File.ReadAllText(Path.Combine(PackedLibrary.Repository, "docs", "cli.md"));
        string[] words = run.Output.Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (command.Length == 0)
        {
            string[] commands =
            [
                .. run.Output[run.Output.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n')[1..]
                    .Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line.Length > 2 && line[2] != ' ')
                    .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]),
            ];
            Assert.Equal(7, commands.Length);
            Assert.All(commands, name => Assert.Contains($"[`netgen {name} ", page, StringComparison.Ordinal));
            return;
        }

        Assert.Contains($"netgen {command} ", run.Output, StringComparison.Ordinal);
        Assert.Contains("--json", words);
        string[] options = [.. words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word.TrimEnd('.', ';'))];
        Assert.All(
            options.Where(option => option != "--help"), option => Assert.Contains(option, page, StringComparison.Ordinal));
    }
}
