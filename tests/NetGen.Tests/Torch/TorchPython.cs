using NetGen.Tests.Support;

namespace NetGen.Tests.Torch;

/// <summary>Runs Python scripts that import PyTorch, as <see cref="Python"/> does.</summary>
internal static class TorchPython
{
    /// <summary>Runs a script and returns what it writes to standard output.</summary>
    /// <param name="script">The Python source.</param>
    /// <param name="input">What the script reads from standard input.</param>
    /// <param name="arguments">What the script finds in <c>sys.argv[1:]</c>.</param>
    public static Task<string> RunAsync(string script, string input, params IEnumerable<string> arguments) =>
        Python.RunAsync("torch", script, input, arguments);
}
