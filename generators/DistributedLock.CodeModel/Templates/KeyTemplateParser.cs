using System.Globalization;
using System.Text;

namespace DistributedLock.CodeModel.Templates;

/// <summary>
/// Reads a key template. Both bracket pairs, <c>{}</c> and <c>&lt;&gt;</c>, mean the same; a doubled bracket is that bracket as text.
/// </summary>
internal sealed class KeyTemplateParser
{
    private readonly string _text;
    private readonly List<TemplatePart> _parts = [];
    private readonly List<TemplateError> _errors = [];
    private readonly StringBuilder _literal = new();
    private int _position;

    private KeyTemplateParser(string text) => _text = text;

    public static KeyTemplate Parse(string? template)
    {
        var parser = new KeyTemplateParser(template ?? string.Empty);
        parser.Read();
        return new KeyTemplate(parser._parts, parser._errors);
    }

    private void Read()
    {
        if (_text.Length == 0)
        {
            Fail("it is empty: write the name of what is locked, such as \"invoice-{tenantId}\"", 0, 0);
            return;
        }

        while (_position < _text.Length)
        {
            var character = _text[_position];
            if (IsBracket(character) && NextIs(character))
            {
                _literal.Append(character);
                _position += 2;
            }
            else if (character is '{' or '<')
            {
                ReadPlaceholder(character == '{' ? '}' : '>');
            }
            else
            {
                if (character is '}' or '>')
                {
                    Fail($"'{character}' closes nothing: write '{character}{character}' for the character itself", _position, 1);
                }

                _literal.Append(character);
                _position++;
            }
        }

        EndLiteral();
    }

    private void ReadPlaceholder(char closing)
    {
        var start = _position;
        var end = start + 1;
        while (end < _text.Length && !IsBracket(_text[end]))
        {
            end++;
        }

        if (end == _text.Length || _text[end] != closing)
        {
            var opening = _text[start];
            var isMixed = end < _text.Length && _text[end] is '}' or '>';
            _position = isMixed ? end + 1 : end;
            Fail(
                isMixed
                    ? $"'{opening}' is closed by '{_text[end]}': write '{closing}'"
                    : $"'{opening}' is not closed: write '{closing}' after the name, or '{opening}{opening}' for the character itself",
                start,
                _position - start);
            _literal.Append(' ');
            return;
        }

        _position = end + 1;
        AddPlaceholder(_text.Substring(start + 1, end - start - 1), start, end + 1 - start);
    }

    private void AddPlaceholder(string content, int start, int length)
    {
        EndLiteral();
        if (_parts.Count > 0 && _parts[_parts.Count - 1] is TemplatePlaceholder before)
        {
            Fail(
                $"nothing stands between '{Text(before)}' and '{_text.Substring(start, length)}', so different values would give one key: " +
                "put a character between them",
                start,
                length);
        }

        // An index is text of the user's: it may hold a colon, as claim types do.
        var index = IndexIn(content);
        var rest = index is null ? 0 : content.IndexOf(']') + 1;
        var colon = content.IndexOf(':', rest);
        var format = colon < 0 ? null : content.Substring(colon + 1);
        var name = colon < 0 ? content : content.Substring(0, colon);
        var isCollection = name.EndsWith("*", StringComparison.Ordinal);
        if (isCollection)
        {
            name = name.Substring(0, name.Length - 1);
        }

        var isIndexLast = index is null || name.Length == rest;
        if (index is not null)
        {
            name = name.Substring(0, content.IndexOf('['));
        }

        var path = name.Split('.').Select(segment => segment.TrimStart('@')).ToList();
        if (content.Length == 0)
        {
            Fail("a placeholder is empty: write the name of a parameter in it", start, length);
        }
        else if (format is { Length: 0 })
        {
            Fail($"'{_text.Substring(start, length)}' has no format after the colon: write one, or leave the colon out", start, length);
        }
        else if (index is { Length: 0 })
        {
            Fail($"'{_text.Substring(start, length)}' has an empty index: write what is looked up between the brackets", start, length);
        }
        else if (index is not null && index[0] is '"' or '\'')
        {
            Fail($"the index of '{_text.Substring(start, length)}' is text already: leave the quotes out", start, length);
        }
        else if (!isIndexLast || (index is not null && isCollection))
        {
            Fail($"'{_text.Substring(start, length)}' goes on after its index: end it with the bracket, or with a format", start, length);
        }
        else if (!path.All(IsIdentifier))
        {
            Fail($"'{name}' is not a name: write a parameter, a path such as order.Customer.Id, or this.Member", start, length);
        }
        else if (path.Count == 1 && path[0] == "this")
        {
            Fail("'this' is not a value: write a member of the instance, such as {this.Region}", start, length);
        }
        else if (isCollection && _parts.OfType<TemplatePlaceholder>().Any(part => part.IsCollection))
        {
            Fail("it has two collections, and one lock for each element is one list: keep one '*', or use two attributes", start, length);
        }

        // A placeholder in error is kept: it still separates literals, and a second error after it is worth reporting.
        _parts.Add(new TemplatePlaceholder(path, index, format, isCollection, start, length));
    }

    /// <returns><see langword="null"/> where the content has no index before its format.</returns>
    private static string? IndexIn(string content)
    {
        var open = content.IndexOf('[');
        var close = content.IndexOf(']');
        var colon = content.IndexOf(':');
        return open < 0 || close < open || (colon >= 0 && colon < open) ? null : content.Substring(open + 1, close - open - 1);
    }

    private static bool IsIdentifier(string text) => text.Length > 0 && IsIdentifierStart(text[0]) && text.All(IsIdentifierPart);

    /// <summary>By the C# specification, section 6.4.3. The compiler's own answer is not at hand where a template is read at run time.</summary>
    private static bool IsIdentifierStart(char character) => character == '_' || char.IsLetter(character) || char.GetUnicodeCategory(character) == UnicodeCategory.LetterNumber;

    private static bool IsIdentifierPart(char character) => IsIdentifierStart(character) || char.GetUnicodeCategory(character) is UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;

    private string Text(TemplatePlaceholder placeholder) => _text.Substring(placeholder.Start, placeholder.Length);

    private void EndLiteral()
    {
        if (_literal.Length > 0)
        {
            _parts.Add(new TemplateLiteral(_literal.ToString()));
            _literal.Clear();
        }
    }

    private bool NextIs(char character) => _position + 1 < _text.Length && _text[_position + 1] == character;

    private void Fail(string message, int start, int length) => _errors.Add(new TemplateError(message, start, length));

    private static bool IsBracket(char character) => character is '{' or '}' or '<' or '>';
}
