using System.Text.RegularExpressions;

namespace NetGen.Package.Tests;

/// <summary>
/// Every block of code on every page is run, compiled or compared by a test, which a table names. A block of a new kind, and one on a
/// page where no test looks for its kind, fails here.
/// </summary>
public sealed class PagesTests
{
    private const string Samples = "NetGen.Samples.Tests/";

    // Pages and kinds are regular expressions for the whole; a test is one of this project unless another is named.
    private static readonly Row[] s_tested =
    [
        new(@"README\.md|docs/(?!reports\b)[a-z]+\.md", "csharp", "DocumentationTests.The_examples_of_a_page_run"),
        new(@"docs/data\.md", "text", "NetGen.Tests/MessagesOfPagesTests.Of_files_of_data"),
        new(@"docs/interop\.md", "text", "NetGen.Tests/MessagesOfPagesTests.Of_models"),
        new(@"docs/metrics\.md", "text", "DocumentationTests.The_examples_of_a_page_run"),
        new(@"docs/data\.md", "python", "DocumentationTests.The_examples_of_a_page_run"),
        new(@"docs/reports\.md|src/NetGen\.Reporting/README\.md", "csharp", "DocumentationTests.The_pages_of_reports_run"),
        new(@"README\.md|docs/start\.md", "sh", "DocumentationTests.The_first_steps_lead_to_a_program"),
        new(@"README\.md|docs/concepts\.md", "csharp (generated|reference)", "DocumentationTests.Quoted_code_is_that_of_the_repository"),
        new(@"docs/runtime\.md", "fsharp|vb", "DocumentationTests.The_examples_of_other_languages_run"),
        new(@"docs/runtime\.md", "fsharp script", "DocumentationTests.The_script_of_the_page_runs"),
        new(@"src/NetGen/README\.md", "csharp", "PackageTests.The_first_network_runs_in_a_strict_project_that_keeps_generated_files"),
        new(@"docs/start\.md", "xml", "PackageTests.A_project_reference_needs_the_generator_beside_it"),
        new(
            @"README\.md|docs/deployment\.md|docs/diagnostics/NETGEN0032\.md", "xml",
            "ModelTests.The_examples_of_the_page_on_deployment_run"),
        new(@"README\.md|docs/deployment\.md", "csharp fragment", "ModelTests.The_examples_of_the_page_on_deployment_run"),
        new(@"src/NetGen\.Templates/README\.md", "sh", "TemplateTests.A_new_program_trains_saves_and_passes_its_tests"),
        new(@"docs/start\.md", "sh template", "TemplateTests.The_lines_of_the_page_make_a_program_beside_the_clone"),
        new(@"docs/cli\.md", "sh|text", "ToolTests.The_examples_of_the_page_run_and_give_what_it_says"),
        new(@"docs/cli\.md", "shell", "ToolTests.The_tool_has_the_version_of_its_package"),
        new(@"src/NetGen\.Tool/README\.md", "sh", "ToolTests.The_commands_of_the_package_s_page_run"),
        new(@"samples/Embedded/README\.md", "sh", "ToolTests.The_model_of_the_embedded_sample_can_be_trained"),
        new(@"docs/interop\.md", "python", "ToolTests.All_blocks_in_Python_are_run"),
        new(@"docs/interop\.md", "sh", "ToolTests.A_model_that_Keras_saves_is_imported"),

        // Declarations, for which compiling is all there is to do: the wrong ones give the diagnostic, the right ones none.
        new(
            @"docs/diagnostics/NETGEN\d{4}\.md", @"csharp wrong( LangVersion=\d+)?( generated)?",
            "NetGen.Generator.Tests/DiagnosticPagesTests.The_wrong_examples_trigger_the_rule_and_nothing_else"),
        new(
            @"docs/diagnostics/NETGEN\d{4}\.md", @"csharp right( LangVersion=\d+)?( generated)?",
            "NetGen.Generator.Tests/DiagnosticPagesTests.The_right_examples_trigger_nothing"),

        // These are run as they stand.
        new(
            @"README\.md|docs/reports\.md|samples/Digits/README\.md", "sh clone",
            Samples + "DigitsTests.A_report_is_written_and_the_worst_mistakes_are_drawn"),
        new(
            @"samples/(Regression/)?README\.md", "sh clone",
            Samples + "RegressionTests.The_output_is_that_of_the_README_and_the_picture_is_written"),
        new(@"samples/Tabular/README\.md", "sh clone", Samples + "TabularTests.The_output_is_that_of_the_README_and_the_network_is_saved"),
        new(@"samples/Audio/README\.md", "sh clone", Samples + "AudioTests.It_imitates_the_effect_and_writes_what_its_README_shows"),
        new(@"samples/GameAgent/README\.md", "sh clone", Samples + "GameAgentTests.It_learns_to_balance_and_writes_what_its_README_shows"),
        new(@"samples/OnlineLearning/README\.md", "sh clone", Samples + "OnlineLearningTests.It_answers_while_it_learns"),

        // Some of these commands train for minutes, measure, publish, or do not end: they are run shortened, or a table says by what else.
        new(
            @"docs/(?!reports\b)[a-z]+\.md|samples/(DigitPad|Embedded|Playground)/README\.md", "sh clone",
            Samples + "CommandTests.A_command_of_a_page_runs"),
        new(@"samples/DigitPad/README\.md", "sh", "NetGen.DigitPad.Tests/ClassifyTests.The_command_of_the_page_reads_an_image"),
        new(@"samples/OnlineLearning/README\.md", "sh|json", Samples + "OnlineLearningTests.It_answers_while_it_learns"),
        new(
            @"(docs/reports|samples/Digits/README)\.md", "text",
            Samples + "DigitsTests.On_a_terminal_a_training_is_drawn_to_its_end_with_the_panel_of_the_pages"),
        new(@"README\.md", "text", Samples + "DigitsTests.A_report_is_written_and_the_worst_mistakes_are_drawn"),
        new(@"samples/Audio/README\.md", "text", Samples + "AudioTests.It_imitates_the_effect_and_writes_what_its_README_shows"),
        new(@"samples/GameAgent/README\.md", "text", Samples + "GameAgentTests.It_learns_to_balance_and_writes_what_its_README_shows"),
        new(
            @"samples/OnlineLearning/README\.md", "text",
            Samples + "OnlineLearningTests.It_follows_the_stream_and_writes_what_its_README_shows"),
        new(
            @"samples/Regression/README\.md", "text",
            Samples + "RegressionTests.The_output_is_that_of_the_README_and_the_picture_is_written"),
        new(@"samples/Tabular/README\.md", "text", Samples + "TabularTests.The_output_is_that_of_the_README_and_the_network_is_saved"),
        new(@"docs/kernels\.md", "asm", "NetGen.Tests/MachineCodeTests.Listings_are_what_the_compiler_makes"),
    ];

    /// <summary>The pages with blocks that a test of this project runs.</summary>
    internal static IEnumerable<string> PagesOf(string test) =>
        Pages.Blocks.Where(block => TestOf(block) == test).Select(block => block.Page).Distinct();

    /// <summary>The method of the test that a block belongs to; or null.</summary>
    internal static string? TestOf(Block block) => s_tested.SingleOrDefault(row => row.Has(block))?.Use.Split('.')[^1];

    [Fact]
    public void Every_block_is_tested()
    {
        Block[] others = [.. Pages.Blocks.Where(block => s_tested.Count(row => row.Has(block)) != 1)];
        Assert.True(others.Length == 0, "In no row of the table, or in several:\n" + string.Join('\n', others.AsEnumerable()));
        Assert.All(s_tested, row => Assert.Contains(Pages.Blocks, row.Has));
    }

    /// <summary>The table names tests that are there.</summary>
    [Fact]
    public void Every_test_of_the_table_exists() => Assert.All(s_tested, row =>
    {
        Match name = Regex.Match(row.Use, @"^((?<project>[\w.]+)/)?(?<class>\w+)\.(?<method>\w+)$");
        string project = name.Groups["project"].Success ? name.Groups["project"].Value : "NetGen.Package.Tests";
        Assert.Contains(
            Directory.GetFiles(
                Path.Combine(Pages.Repository, "tests", project), name.Groups["class"].Value + "*.cs", SearchOption.AllDirectories),
            file => Regex.IsMatch(
                File.ReadAllText(file), $@"\[(Long)?(Fact|Theory)\][^{{}}]*? (void|Task) {name.Groups["method"].Value}\("));
    });

    /// <summary>Commands within a text are not run, but the projects, commands and options that they name are there.</summary>
    [Fact]
    public void Commands_in_texts_name_what_is_there()
    {
        string commands = Path.Combine(Pages.Repository, "src", "NetGen.Tool", "Commands");
        string tool = string.Concat(Directory.GetFiles(commands, "*.cs").Select(File.ReadAllText));
        int count = 0;
        foreach (string page in Pages.Blocks.Select(block => block.Page).Distinct())
        {
            string text = File.ReadAllText(Path.Combine(Pages.Repository, page));
            foreach (Match command in Regex.Matches(text, "`((?:dotnet|netgen) [^`\n]+)`"))
            {
                string[] words = command.Groups[1].Value.Split(' ');
                Assert.All(
                    words.Where(word => Regex.IsMatch(word, "^(src|tests|samples|generator)/")),
                    path => Assert.True(Path.Exists(Path.Combine(Pages.Repository, path)), $"{page}: {command.Value}"));
                bool isOfTool = words[0] == "netgen" && char.IsAsciiLetterLower(words[1][0]);
                if (isOfTool)
                {
                    Assert.True(
                        File.Exists(Path.Combine(commands, char.ToUpperInvariant(words[1][0]) + words[1][1..] + "Command.cs")),
                        $"{page}: {command.Value}");
                    Assert.All(
                        words.Where(word => word.StartsWith("--", StringComparison.Ordinal)),
                        option => Assert.Contains($"\"{option}\"", tool, StringComparison.Ordinal));
                }

                count++;
            }
        }

        Assert.True(count > 20, "The pages have lost their commands.");
    }

    /// <summary>Read one after the other, the pages have the order of the list of all, and none is left out of it.</summary>
    [Fact]
    public void Each_page_ends_with_a_link_to_the_next_of_the_list()
    {
        string docs = Path.Combine(Pages.Repository, "docs");
        (string Title, string Page)[] list =
        [
            .. Regex.Matches(File.ReadAllText(Path.Combine(docs, "README.md")), @"^\d+\. \[(.+?)\]\((.+?)\): ", RegexOptions.Multiline)
                .Select(entry => (entry.Groups[1].Value, entry.Groups[2].Value)),
        ];
        Assert.Equal(
            Directory.GetFiles(docs, "*.md").Select(Path.GetFileName).Where(name => name != "README.md")
                .Append("diagnostics/README.md").Order(StringComparer.Ordinal),
            list.Select(entry => entry.Page).Order(StringComparer.Ordinal));
        for (int i = 0; i < list.Length; i++)
        {
            string file = Path.Combine(docs, list[i].Page);
            string expected = "";
            if (i + 1 < list.Length)
            {
                string next = Path.GetRelativePath(Path.GetDirectoryName(file)!, Path.Combine(docs, list[i + 1].Page));
                expected = $"Next: [{list[i + 1].Title}]({next.Replace('\\', '/')})";
            }

            string[] links = [.. File.ReadAllLines(file).Where(line => line.StartsWith("Next: ", StringComparison.Ordinal))];
            Assert.True(string.Concat(links) == expected, $"{list[i].Page}: {string.Concat(links)}");
            Assert.True(expected.Length == 0 || File.ReadAllLines(file)[^1] == expected, $"{list[i].Page} goes on after its link.");
        }
    }

    /// <summary>Whatever is set apart as code is found, so that nothing can be forgotten by the way it is written.</summary>
    [Theory]
    [InlineData("sh:1:a\n", "```sh", "a", "```")]
    [InlineData("sh:2:a\n    b\n\n", "- In a list:", "  ```sh", "  a", "      b", "", "  ```")]
    [InlineData("text:1:```\n", "~~~~ text", "```", "~~~~")]
    [InlineData(":1:a\n|sh:4:b\n", "```", "a", "```", "```sh", "b", "```")]
    [InlineData("indented:3:a\nb\n|sh:5:c\n", "Text:", "", "    a", "    b", "```sh", "c", "```")]
    [InlineData("indented:1:a\n", "\ta")]
    [InlineData("indented:2:a\n", "# Title", "    a")]
    [InlineData("quoted:1:> ```sh|quoted:3:> ```", "> ```sh", "> a", "> ```")]
    [InlineData("HTML:1:<pre>a</pre>", "<pre>a</pre>")]
    [InlineData("without an end:1:a\n", "```sh", "a")]
    [InlineData("", "Text with `code`", "    that goes on, and ```more```", "- list", "  goes on")]
    public void Blocks_are_found_in_Markdown(string expected, params string[] lines) => Assert.Equal(
        expected, string.Join('|', Pages.BlocksOf("page", lines).Select(block => $"{block.Kind}:{block.Line}:{block.Text}")));

    private sealed record Row(string Page, string Kind, string Use)
    {
        public bool Has(Block block) => IsMatch(block.Page, Page) && IsMatch(block.Kind, Kind);

        private static bool IsMatch(string text, string pattern) => Regex.IsMatch(text, $"^({pattern})$");
    }
}
