using System.Text;

namespace NetGen.Data;

/// <summary>
/// Reads the records of a text, column by column, as RFC 4180 has them: a column may be in quotation marks, and then contain separators,
/// ends of lines, and quotation marks, each of them doubled.
/// </summary>
internal sealed class CsvRecords(TextReader reader, string name)
{
    /// <summary>What may stand around a column without being part of it.</summary>
    public const string Blanks = " \t";

    // Lines to be read, of those read from the text already: those from the index on.
    private readonly List<string> _ahead = [];
    private int _nextAhead;
    private readonly List<Range> _columns = [];
    private readonly StringBuilder _unquoted = new();
    private string _text = "";
    private string _line = "";
    private long _nextFilledLine;
    private bool _hasBegun;
    private List<string>? _kept;

    /// <summary>What separates columns; a space for runs of spaces and tabs.</summary>
    public char Separator { get; set; } = ',';

    /// <summary>The number of the line in which the record begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The number of lines read.</summary>
    public long LinesRead { get; private set; }

    /// <summary>The columns of the record.</summary>
    public int Count => _columns.Count;

    /// <summary>Whether the record is an empty line, or one of blanks.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>The text of a column, without quotation marks and what stands around it.</summary>
    public ReadOnlySpan<char> this[int column] => _text.AsSpan(_columns[column]);

    /// <summary>The next lines, at most <paramref name="count"/>, which are read again by the calls that follow.</summary>
    public IReadOnlyCollection<string> LookAhead(int count)
    {
        while (_ahead.Count - _nextAhead < count && AddAhead())
        {
        }

        return _ahead[_nextAhead..];
    }

    /// <summary>The texts of the columns.</summary>
    public string[] ToArray()
    {
        var texts = new string[Count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = this[i].ToString();
        }

        return texts;
    }

    /// <summary>Keeps the lines that are read from now on, to be read again by <see cref="StartAgain"/>.</summary>
    public void Keep() => _kept = [];

    /// <summary>Goes back to where the lines were kept from.</summary>
    public void StartAgain()
    {
        _ahead.RemoveRange(0, _nextAhead);
        _ahead.InsertRange(0, _kept!);
        _nextAhead = 0;
        LinesRead -= _kept!.Count;
        Forget();
    }

    /// <summary>Keeps no more lines.</summary>
    public void Forget() => _kept = null;

    /// <summary>Skips a line.</summary>
    /// <returns>Whether there was one.</returns>
    public bool SkipLine() => NextLine() is not null;

    /// <summary>Reads the next record.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidDataException">A quotation mark is missing, or there is text after the closing one.</exception>
    public bool Read()
    {
        if (NextLine() is not string line)
        {
            return false;
        }

        _line = line;
        Line = LinesRead;
        IsEmpty = line.AsSpan().Trim(Blanks).IsEmpty;
        _columns.Clear();
        if (line.Contains('"'))
        {
            SplitQuoted(line);
        }
        else
        {
            _text = line;
            Split(line);
        }

        return true;
    }

    /// <summary>
    /// Whether the record and all lines after it have nothing but separators and blanks, as spreadsheet programs append to a table.
    /// </summary>
    public bool IsBlankToEnd()
    {
        if (!IsBlank(_line) || LinesRead < _nextFilledLine)
        {
            return false;
        }

        for (int i = _nextAhead; i < _ahead.Count || AddAhead(); i++)
        {
            if (!IsBlank(_ahead[i]))
            {
                _nextFilledLine = LinesRead + i - _nextAhead + 1;
                return false;
            }
        }

        return true;
    }

    private bool IsBlank(string line) => line.AsSpan().IndexOfAnyExcept(Separator, ' ', '\t') < 0;

    private bool AddAhead()
    {
        string? line = ReadFromText();
        if (line is not null)
        {
            _ahead.Add(line);
        }

        return line is not null;
    }

    private string? NextLine()
    {
        string? line;
        if (_nextAhead < _ahead.Count)
        {
            line = _ahead[_nextAhead++];
            if (_nextAhead == _ahead.Count)
            {
                _ahead.Clear();
                _nextAhead = 0;
            }
        }
        else
        {
            line = ReadFromText();
        }

        if (line is not null)
        {
            LinesRead++;
            _kept?.Add(line);
        }

        return line;
    }

    private string? ReadFromText()
    {
        try
        {
            string? line = reader.ReadLine();
            bool isFirst = !_hasBegun;
            _hasBegun = true;

            // A byte order mark, which a reader need not have left out.
            return isFirst && line is ['\uFEFF', .. string rest] ? rest : line;
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException(
                $"{name}, after line {LinesRead + _ahead.Count - _nextAhead}: expected text in UTF-8; found other bytes. "
                + "Save the file as UTF-8.",
                exception);
        }
    }

    private void Split(string line)
    {
        if (Separator == ' ')
        {
            SplitAtBlanks(line);
            return;
        }

        int start = 0;
        while (true)
        {
            int length = line.AsSpan(start).IndexOf(Separator);
            int end = length < 0 ? line.Length : start + length;
            Add(line, start, end);
            if (length < 0)
            {
                return;
            }

            start = end + 1;
        }
    }

    private void SplitAtBlanks(string line)
    {
        for (int i = 0; i < line.Length;)
        {
            int end = line.AsSpan(i).IndexOfAny(Blanks);
            end = end < 0 ? line.Length : i + end;
            if (end > i)
            {
                _columns.Add(i..end);
            }

            i = end + 1;
        }
    }

    private void Add(string text, int start, int end)
    {
        while (start < end && Blanks.Contains(text[start]))
        {
            start++;
        }

        while (end > start && Blanks.Contains(text[end - 1]))
        {
            end--;
        }

        _columns.Add(start..end);
    }

    // The texts of the columns, one after another, take the place of the line. A column that begins with a quotation mark may go on in the
    // next lines.
    private void SplitQuoted(string line)
    {
        _unquoted.Clear();
        int position = 0;
        while (true)
        {
            position = SkipBlanks(line, position);
            int start = _unquoted.Length;
            if (position < line.Length && line[position] == '"')
            {
                position = AddQuoted(ref line, position + 1);
            }
            else
            {
                int end = EndOfColumn(line, position);
                _unquoted.Append(line.AsSpan(position, end - position).TrimEnd(Blanks));
                position = end;
            }

            _columns.Add(start.._unquoted.Length);
            position = Separator == ' ' ? SkipBlanks(line, position) : position;
            if (position == line.Length)
            {
                break;
            }

            position += Separator == ' ' ? 0 : 1;
        }

        _text = _unquoted.ToString();
    }

    private int AddQuoted(ref string line, int position)
    {
        while (true)
        {
            int length = line.AsSpan(position).IndexOf('"');
            if (length < 0)
            {
                _unquoted.Append(line, position, line.Length - position).Append('\n');
                line = NextLine() ?? throw CsvFile.Error(
                    name, Line, "expected a quotation mark at the end of the column that begins with one; found the end of the file");
                position = 0;
                continue;
            }

            _unquoted.Append(line, position, length);
            position += length + 1;
            if (position == line.Length || line[position] != '"')
            {
                break;
            }

            _unquoted.Append('"');
            position++;
        }

        int end = EndOfColumn(line, position);
        ReadOnlySpan<char> after = line.AsSpan(position, end - position).Trim(Blanks);
        return after.IsEmpty ? end : throw CsvFile.Error(
            name,
            LinesRead,
            $"column {_columns.Count + 1}: expected a separator, {CsvText.Show(Separator)}, or the end of the line after the closing "
            + $"quotation mark; found {CsvText.Quote(after)}");
    }

    private int EndOfColumn(string line, int position)
    {
        int length = Separator == ' ' ? line.AsSpan(position).IndexOfAny(Blanks) : line.AsSpan(position).IndexOf(Separator);
        return length < 0 ? line.Length : position + length;
    }

    // A tab that separates columns is not a blank.
    private int SkipBlanks(string line, int position)
    {
        while (position < line.Length && Blanks.Contains(line[position]) && line[position] != (Separator == ' ' ? '\0' : Separator))
        {
            position++;
        }

        return position;
    }
}
