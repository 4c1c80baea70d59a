using System.Text;

namespace DistributedLock.Generators.Text;

/// <summary>Writes lines with indentation.</summary>
internal sealed class CodeWriter
{
    // A usual file has two to four thousand characters.
    private readonly StringBuilder _text = new(4096);
    private int _depth;

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(line);
        }

        _text.Append('\n');
    }

    public void Open(string? header = null)
    {
        if (header is not null)
        {
            Line(header);
        }

        Line("{");
        _depth++;
    }

    public void Close()
    {
        _depth--;
        Line("}");
    }

    /// <summary>Lines that continue the one before.</summary>
    public void Continue(IEnumerable<string> lines)
    {
        _depth++;
        foreach (var line in lines)
        {
            Line(line);
        }

        _depth--;
    }

    public override string ToString() => _text.ToString();
}
