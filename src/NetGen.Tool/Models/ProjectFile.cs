using System.Text;
using System.Xml;
using NetGen.Serialization;

namespace NetGen.Tool.Models;

/// <summary>A project file, to which items of models are added in its own formatting.</summary>
internal sealed class ProjectFile
{
    private const string ItemName = "NetworkModel";
    private const string GroupName = "ItemGroup";

    private readonly string _path;
    private readonly string _text;
    private readonly Encoding _encoding;
    private readonly List<string> _models = [];

    // Where the end tag of the last group with a model is that has no condition, and that of the project; -1 if there is none.
    private int _groupEnd = -1;
    private int _projectEnd = -1;

    // What the lines of its last child and of the last model begin with.
    private string _childIndentation = "";
    private string _modelIndentation = "";

    private ProjectFile(string path, string text, Encoding encoding)
    {
        _path = path;
        _text = text;
        _encoding = encoding;
    }

    /// <summary>The project's folder.</summary>
    public string Folder => Path.GetDirectoryName(_path) is { Length: > 0 } folder ? folder : ".";

    /// <summary>Reads a project.</summary>
    /// <exception cref="ToolException">The file is missing, no project, or one of another language than C#.</exception>
    public static ProjectFile Read(string path)
    {
        _ = FileChecks.Existing(path);
        if (Path.GetExtension(path).ToUpperInvariant() is ".FSPROJ" or ".VBPROJ")
        {
            throw new ToolException($"{path}: the class is C#. Name a C# project, which this one can refer to.");
        }

        try
        {
            using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
            string text = reader.ReadToEnd();
            bool hasMark = File.ReadAllBytes(path).AsSpan().StartsWith(Encoding.UTF8.Preamble);
            Encoding encoding = reader.CurrentEncoding is UTF8Encoding ? new UTF8Encoding(hasMark) : reader.CurrentEncoding;
            var project = new ProjectFile(path, text, encoding);
            project.Find();
            return project;
        }
        catch (Exception exception) when (exception is XmlException or DecoderFallbackException)
        {
            throw new ToolException($"{path}: not a project file. {exception.Message}");
        }
    }

    /// <summary>The element of an item.</summary>
    /// <param name="include">The model's path from the project's folder.</param>
    public static string ItemOf(string include) => $"<{ItemName} Include=\"{System.Security.SecurityElement.Escape(include)}\" />";

    /// <summary>Adds the item of a model and writes the file, unless the project has it.</summary>
    /// <param name="include">The model's path from the project's folder.</param>
    /// <returns>Whether it was added.</returns>
    public bool Add(string include)
    {
        if (_models.Any(model => FullPath(model) == FullPath(include)))
        {
            return false;
        }

        string item = ItemOf(include);
        string text = _groupEnd >= 0 ? InGroup(item) : InNewGroup(item);
        AtomicFile.Write(_path, stream =>
        {
            stream.Write(_encoding.Preamble);
            stream.Write(_encoding.GetBytes(text));
        });
        return true;
    }

    private string FullPath(string include) => Path.GetFullPath(Path.Combine(Folder, include.Replace('\\', '/').Trim()));

    // Only finds places: the text between them stays as it is.
    private void Find()
    {
        using var reader = XmlReader.Create(
            new StringReader(_text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        bool hasModel = false;
        bool isConditional = false;
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == 0 && reader.LocalName != "Project")
            {
                throw new ToolException($"{_path}: not a project file. Expected the element <Project>; found <{reader.Name}>.");
            }

            if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1)
            {
                // A group with a condition has the model as well, but is not the place for another.
                hasModel = false;
                isConditional = reader.GetAttribute("Condition") is not null;
                _childIndentation = IndentationOf(PlaceOf((IXmlLineInfo)reader, "<"));
            }

            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == ItemName && reader.GetAttribute("Include") is string include)
            {
                if (reader.Depth == 2 && !isConditional)
                {
                    hasModel = true;
                    _modelIndentation = IndentationOf(PlaceOf((IXmlLineInfo)reader, "<"));
                }

                _models.AddRange(include.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            }

            if (reader.NodeType == XmlNodeType.EndElement && reader.Depth < 2)
            {
                int place = PlaceOf((IXmlLineInfo)reader, "</");
                (_groupEnd, _projectEnd) = reader.Depth == 0 ? (_groupEnd, place) : (hasModel ? place : _groupEnd, _projectEnd);
            }
        }

        if (_projectEnd < 0)
        {
            throw new ToolException($"{_path}: the project is empty. Write it as <Project ...></Project>.");
        }
    }

    // Where a tag begins, whose name the reader stands at.
    private int PlaceOf(IXmlLineInfo name, string bracket)
    {
        int start = 0;
        for (int line = 1; line < name.LineNumber; line++)
        {
            int end = _text.AsSpan(start).IndexOfAny('\r', '\n') + start;
            start = end + (_text.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
        }

        return start + name.LinePosition - 1 - bracket.Length;
    }

    // The text with the item as the last child of a group, on a line of its own if the others are.
    private string InGroup(string item)
    {
        (int end, string lines) = EndOfChildren(_groupEnd);
        return _text.Insert(end, lines.Length == 0 ? item : NewLine(lines) + _modelIndentation + item);
    }

    // The same in a new group, the last child of the project, with an empty line before it if there is one after it.
    private string InNewGroup(string item)
    {
        (int end, string lines) = EndOfChildren(_projectEnd);
        if (lines.Length == 0)
        {
            return _text.Insert(end, $"<{GroupName}>{item}</{GroupName}>");
        }

        string newLine = NewLine(lines);
        string indentation = _childIndentation is { Length: > 0 } own ? own : "  ";
        return _text.Insert(
            end, $"{lines}{indentation}<{GroupName}>{newLine}{indentation}{indentation}{item}{newLine}{indentation}</{GroupName}>");
    }

    // Where the children of an element end, and the line breaks between them and its end tag.
    private (int End, string Lines) EndOfChildren(int endTag)
    {
        int end = _text.AsSpan(0, endTag).TrimEnd().Length;
        return (end, string.Concat(_text[end..endTag].Where(one => one is '\r' or '\n')));
    }

    private static string NewLine(string lines) => lines.StartsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : lines[..1];

    // What the line begins with on which a place is.
    private string IndentationOf(int place)
    {
        int start = _text.AsSpan(0, place).LastIndexOfAny('\r', '\n') + 1;
        ReadOnlySpan<char> before = _text.AsSpan(start, place - start);
        return before[..^before.TrimStart(" \t").Length].ToString();
    }
}
