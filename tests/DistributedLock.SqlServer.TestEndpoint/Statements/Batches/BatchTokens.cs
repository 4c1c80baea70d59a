using System.Text.RegularExpressions;

namespace DistributedLock.SqlServer.TestEndpoint.Statements.Batches;

/// <summary>The words, numbers, strings and signs of a batch, front to back.</summary>
internal sealed partial class BatchTokens(string text)
{
    private readonly List<string> _tokens = [.. Token().Matches(text).Select(match => match.Value).Where(token => !IsComment(token))];
    private int _position;

    public bool IsAtEnd => _position >= _tokens.Count;

    /// <summary>The next token, or an empty string at the end.</summary>
    public string Next => IsAtEnd ? "" : _tokens[_position];

    public string Take() => IsAtEnd ? throw new FormatException("The batch ends too early.") : _tokens[_position++];

    /// <summary>Takes a word or sign if it comes next.</summary>
    public bool TryTake(string token)
    {
        if (!NextIs(token))
        {
            return false;
        }

        _position++;
        return true;
    }

    public void Expect(string token)
    {
        if (!TryTake(token))
        {
            throw new FormatException($"Expected {token}, but found {Next}.");
        }
    }

    public bool NextIs(params ReadOnlySpan<string> tokens)
    {
        foreach (var token in tokens)
        {
            if (string.Equals(Next, token, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsComment(string token) => token.StartsWith("--", StringComparison.Ordinal);

    [GeneratedRegex(@"--[^\n]*|N?'(?:[^']|'')*'|-?\d+|@{0,2}[A-Za-z_#][\w$#]*|\[[^\]]*\]|\S")]
    private static partial Regex Token();
}
