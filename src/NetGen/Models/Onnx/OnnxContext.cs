namespace NetGen.Models.Onnx;

/// <summary>
/// What all parts of an import share: the name of the file, notes, and a limit of the work that a small file can ask for.
/// </summary>
/// <param name="file">What the file is called in messages.</param>
/// <param name="length">The bytes of the file.</param>
internal sealed class OnnxContext(string file, long length)
{
    private const long LeastWork = 1 << 23;
    private const int MostNotes = 100;

    private readonly List<string> _notes = [];
    private long _work = LeastWork + (8 * length);
    private int _index;

    public string File { get; } = file;

    /// <summary>What has been left out or changed, each once.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The number of the next part of an expression.</summary>
    public int NextIndex() => _index++;

    public void Note(string text)
    {
        if (_notes.Count < MostNotes && !_notes.Contains(text))
        {
            _notes.Add(text);
        }
    }

    /// <summary>Takes some elements of work from what the file may ask for.</summary>
    /// <exception cref="InvalidDataException">There is no more left.</exception>
    public void Use(long elements, OnnxNode node)
    {
        _work -= elements;
        if (_work < 0)
        {
            throw Error(node, "the graph asks for far more computing than the numbers of its file should need");
        }
    }

    public InvalidDataException Error(string text) => new($"{File}: {text}.");

    public InvalidDataException Error(OnnxNode node, string text) => new($"{File}, {node}: {text}.");
}
