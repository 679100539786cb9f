using Microsoft.CodeAnalysis.Text;

namespace NetGen.CodeFixes;

/// <summary>One way to fix a diagnostic: changes of the text, which leave all else as it is.</summary>
/// <param name="Title">What an editor shows.</param>
/// <param name="Key">Tells ways apart where several diagnostics are fixed together.</param>
/// <param name="Changes">The changes, which do not overlap.</param>
internal sealed record Fix(string Title, string Key, IReadOnlyList<TextChange> Changes)
{
    public Fix(string title, string key, params TextChange[] changes)
        : this(title, key, (IReadOnlyList<TextChange>)changes)
    {
    }
}
