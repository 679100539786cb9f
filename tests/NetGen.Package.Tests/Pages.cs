using System.Text;
using System.Text.RegularExpressions;

namespace NetGen.Package.Tests;

/// <summary>What a page sets apart from its text.</summary>
/// <param name="Page">The page, by its path from the root of the repository.</param>
/// <param name="Line">The number of its first line.</param>
/// <param name="Kind">What stands behind the fence; or <c>indented</c>, <c>quoted</c>, <c>HTML</c> or <c>without an end</c>.</param>
/// <param name="Text">Its lines, each with <c>\n</c>, without what the fence is indented by.</param>
internal sealed record Block(string Page, int Line, string Kind, string Text)
{
    /// <summary>Its lines.</summary>
    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public override string ToString() => $"{Page}:{Line} ({(Kind.Length == 0 ? "no kind" : Kind)})";
}

/// <summary>All pages for readers, and the blocks in them.</summary>
internal static partial class Pages
{
    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>All blocks of all pages.</summary>
    public static IReadOnlyList<Block> Blocks { get; } =
    [
        .. Directory.GetFiles(Repository, "*.md")
            .Concat(new[] { "docs", "samples", "src" }.SelectMany(
                folder => Directory.GetFiles(Path.Combine(Repository, folder), "*.md", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(Repository, file).Replace('\\', '/'))
            .Where(page => !BuiltFolder().IsMatch(page))
            .Order(StringComparer.Ordinal)
            .SelectMany(page => BlocksOf(page, File.ReadAllLines(Path.Combine(Repository, page)))),
    ];

    /// <summary>The blocks of a page that are of a kind, of which it must have one.</summary>
    public static Block[] Of(string page, string kind)
    {
        Block[] blocks = [.. Blocks.Where(block => block.Page == page && block.Kind == kind)];
        Assert.True(blocks.Length > 0, $"{page} has lost its blocks of the kind '{kind}'.");
        return blocks;
    }

    /// <summary>The only block of a page that is of a kind.</summary>
    public static Block TheOnly(string page, string kind) => Assert.Single(Of(page, kind));

    /// <summary>The blocks in lines of Markdown. Text that is set apart in a way that no test looks for is a block too.</summary>
    public static IEnumerable<Block> BlocksOf(string page, string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            Match fence = Fence().Match(lines[i]);
            int first = i;
            if (fence.Success)
            {
                string mark = fence.Groups["mark"].Value;
                int indentation = fence.Groups["indentation"].Length;
                var text = new StringBuilder();
                for (i++; i < lines.Length && !IsEnd(lines[i], mark); i++)
                {
                    text.Append(lines[i][Math.Min(indentation, lines[i].Length - lines[i].TrimStart(' ').Length)..]).Append('\n');
                }

                string kind = i == lines.Length ? "without an end" : fence.Groups["kind"].Value.Trim();
                yield return new Block(page, first + 1, kind, text.ToString());
            }
            else if (Indented().IsMatch(lines[i]) && (i == 0 || EndsText().IsMatch(lines[i - 1])))
            {
                var text = new StringBuilder();
                for (; i < lines.Length && Indented().IsMatch(lines[i]); i++)
                {
                    text.Append(lines[i].TrimStart()).Append('\n');
                }

                i--;
                yield return new Block(page, first + 1, "indented", text.ToString());
            }
            else if (Other().Match(lines[i]) is { Success: true } other)
            {
                yield return new Block(page, i + 1, other.Groups["quoted"].Success ? "quoted" : "HTML", lines[i]);
            }
        }
    }

    private static bool IsEnd(string line, string mark)
    {
        string text = line.Trim();
        return text.StartsWith(mark, StringComparison.Ordinal) && text.Trim(mark[0]).Length == 0;
    }

    [GeneratedRegex("^(?<indentation> *)(?<mark>`{3,}|~{3,})(?<kind>[^`]*)$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^( {4}|\t)\s*\S")]
    private static partial Regex Indented();

    [GeneratedRegex(@"^\s*(#.*|`{3,}|~{3,})?$")]
    private static partial Regex EndsText();

    [GeneratedRegex("^ *(>[ >]*(?<quoted>`{3}|~{3}| {4})|<pre)")]
    private static partial Regex Other();

    [GeneratedRegex("(^|/)(bin|obj)/")]
    private static partial Regex BuiltFolder();

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NetGen.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds NetGen.sln.");
    }
}
