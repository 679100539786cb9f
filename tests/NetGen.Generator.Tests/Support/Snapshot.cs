using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace NetGen.Generator.Tests;

/// <summary>
/// Compares generated files with the reviewed ones beside the tests, <c>Class.Method#Hint.verified.cs</c>. On a difference the received
/// file is written there too; with the environment variable NETGEN_ACCEPT_SNAPSHOTS=1 it is taken as the reviewed one instead.
/// </summary>
internal static partial class Snapshot
{
    private const int ContextLines = 3;

    public static void Verify(
        GeneratorRun run, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string failures = Check(
            RepositoryFiles.TestProject,
            Path.GetFileNameWithoutExtension(file) + "." + method,
            run.Files.ToDictionary(generated => generated.HintName, generated => WithoutVersion(generated.SourceText.ToString())),
            accept: Environment.GetEnvironmentVariable("NETGEN_ACCEPT_SNAPSHOTS") == "1");
        Assert.True(failures.Length == 0, failures);
    }

    // A new version alone changes no reviewed file.
    private static string WithoutVersion(string text) => VersionOfGenerator().Replace(text, "$1VERSION$2");

    [GeneratedRegex(@"(GeneratedCode\(""NetGen\.Generator"", "")\d+\.\d+\.\d+(""\))")]
    private static partial Regex VersionOfGenerator();

    /// <summary>What differs between generated files, by their names, and the reviewed ones of a test; empty if nothing does.</summary>
    public static string Check(string folder, string test, IReadOnlyDictionary<string, string> files, bool accept)
    {
        var failures = new StringBuilder();
        var expected = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string hintName, string text) in files)
        {
            string name = test + "#" + (hintName.EndsWith(".cs", StringComparison.Ordinal) ? hintName[..^3] : hintName);
            _ = expected.Add(name + ".verified.cs");
            Compare(Path.Combine(folder, name), text, accept, failures);
        }

        // A file that is no longer generated must not stay behind unnoticed.
        foreach (string stale in Directory.EnumerateFiles(folder, test + "#*.verified.cs")
            .Where(path => !expected.Contains(Path.GetFileName(path))))
        {
            if (accept)
            {
                File.Delete(stale);
            }
            else
            {
                _ = failures.AppendLine(CultureInfo.InvariantCulture, $"{Path.GetFileName(stale)} is not generated any more.");
            }
        }

        return failures.ToString();
    }

    private static void Compare(string path, string received, bool accept, StringBuilder failures)
    {
        string verifiedPath = path + ".verified.cs";
        string receivedPath = path + ".received.cs";
        string? verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath) : null;
        if (verified == received)
        {
            File.Delete(receivedPath);
            return;
        }

        if (accept)
        {
            File.WriteAllText(verifiedPath, received);
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received);
        _ = verified is null
            ? failures.AppendLine(CultureInfo.InvariantCulture,
                $"There is no {Path.GetFileName(verifiedPath)}; review the received file beside it and accept it.")
            : failures.AppendLine(CultureInfo.InvariantCulture,
                $"{Path.GetFileName(verifiedPath)} differs from what is generated:").Append(Diff(verified, received));
    }

    // The lines of a unified diff, with a line of dots between the hunks.
    private static string Diff(string verified, string received)
    {
        List<DiffPiece> lines = InlineDiffBuilder.Diff(verified, received, ignoreWhiteSpace: false).Lines;
        var diff = new StringBuilder();
        int last = -1;
        for (int i = 0; i < lines.Count; i++)
        {
            int from = Math.Max(0, i - ContextLines);
            int count = Math.Min(lines.Count, i + ContextLines + 1) - from;
            if (lines.GetRange(from, count).TrueForAll(line => line.Type == ChangeType.Unchanged))
            {
                continue;
            }

            if (i > last + 1)
            {
                _ = diff.AppendLine("...");
            }

            last = i;
            char sign = lines[i].Type switch { ChangeType.Inserted => '+', ChangeType.Deleted => '-', _ => ' ' };
            _ = diff.Append(sign).AppendLine(lines[i].Text);
        }

        return diff.Length == 0 ? "only line ends differ" : diff.ToString();
    }
}
