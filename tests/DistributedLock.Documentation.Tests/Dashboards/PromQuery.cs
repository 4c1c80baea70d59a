using System.Text.RegularExpressions;

namespace DistributedLock.Documentation.Tests.Dashboards;

/// <summary>
/// What a PromQL expression speaks of: metrics with their matchers, and the labels that it groups by. A reader for the part of the language that our files use; anything else
/// is a <see cref="FormatException"/>. It does not check types.
/// </summary>
internal sealed partial class PromQuery
{
    private static readonly string[] Keywords = ["and", "or", "unless", "offset"];
    private static readonly string[] Groupings = ["by", "on"];
    private static readonly string[] Functions = ["sum", "rate", "increase", "histogram_quantile", "min_over_time", "vector", "label_values"];
    private static readonly string[] Comparisons = ["=", "!=", "=~", "!~"];

    private readonly string _text;
    private readonly List<string> _tokens;
    private readonly List<PromSelector> _selectors = [];
    private readonly SortedSet<string> _labels = new(StringComparer.Ordinal);

    private PromQuery(string text)
    {
        _text = text;
        _tokens = Split(text);
    }

    public IReadOnlyList<PromSelector> Selectors => _selectors;

    /// <summary>The labels of <c>by</c> and <c>on</c>.</summary>
    public IReadOnlySet<string> GroupLabels => _labels;

    /// <exception cref="FormatException">It is no expression of the known part.</exception>
    public static PromQuery Parse(string text)
    {
        var query = new PromQuery(text);
        query.CheckBrackets();
        query.Read();
        return query;
    }

    private static List<string> Split(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var match = Token().Match(text, at);
            if (!match.Success)
            {
                throw new FormatException($"'{text[at]}' at {at} is not expected in: {text}");
            }

            if (!string.IsNullOrWhiteSpace(match.Value))
            {
                tokens.Add(match.Value);
            }

            at += match.Length;
        }

        return tokens;
    }

    private void CheckBrackets()
    {
        var open = new Stack<string>();
        foreach (var token in _tokens)
        {
            switch (token)
            {
                case "(" or "[" or "{":
                    open.Push(token);
                    break;
                case ")" or "]" or "}" when !open.TryPop(out var opened) || opened + token is not ("()" or "[]" or "{}"):
                    throw new FormatException($"'{token}' closes nothing that is open in: {_text}");
            }
        }

        if (open.Count > 0)
        {
            throw new FormatException($"'{open.Peek()}' is not closed in: {_text}");
        }
    }

    private void Read()
    {
        for (var i = 0; i < _tokens.Count; i++)
        {
            var next = i + 1 < _tokens.Count ? _tokens[i + 1] : "";
            if (!Name().IsMatch(_tokens[i]) || Keywords.Contains(_tokens[i]))
            {
                continue;
            }

            if (Groupings.Contains(_tokens[i]))
            {
                i = ReadGroup(i + 1);
            }
            else if (next == "(" || Groupings.Contains(next))
            {
                Expect(Functions.Contains(_tokens[i]), $"there is no function '{_tokens[i]}'");
            }
            else if (i >= 2 && _tokens[i - 1] == "," && _tokens.Contains("label_values"))
            {
                _labels.Add(_tokens[i]);
            }
            else
            {
                var metric = _tokens[i];
                var matchers = new List<PromMatcher>();
                i = next == "{" ? ReadMatchers(i + 2, matchers) : i;
                _selectors.Add(new PromSelector(metric, matchers));
            }
        }

        Expect(_selectors.Count > 0, "no metric is named");
    }

    /// <returns>Where the closing bracket stands.</returns>
    private int ReadGroup(int at)
    {
        Expect(_tokens[at] == "(", "a list of labels is missing");
        for (at++; _tokens[at] != ")"; at++)
        {
            Expect(_tokens[at] == "," || Name().IsMatch(_tokens[at]), $"'{_tokens[at]}' is no label");
            if (_tokens[at] != ",")
            {
                _labels.Add(_tokens[at]);
            }
        }

        return at;
    }

    /// <inheritdoc cref="ReadGroup"/>
    private int ReadMatchers(int at, List<PromMatcher> matchers)
    {
        for (; _tokens[at] != "}"; at += _tokens[at + 3] == "," ? 4 : 3)
        {
            Expect(Comparisons.Contains(_tokens[at + 1]) && _tokens[at + 2][0] == '"' && _tokens[at + 3] is "," or "}", $"the matcher of '{_tokens[at]}' is wrong");
            matchers.Add(new PromMatcher(_tokens[at], _tokens[at + 1], _tokens[at + 2][1..^1]));
        }

        return at;
    }

    private void Expect(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new FormatException($"{otherwise} in: {_text}");
        }
    }

    [GeneratedRegex("""\G(\s+|"([^"\\]|\\.)*"|[a-zA-Z_][a-zA-Z0-9_]*|[0-9]+(\.[0-9]+)?(ms|[smhdwy])?|=~|!~|!=|==|<=|>=|[-+*/<>=(){}\[\],:])""")]
    private static partial Regex Token();

    [GeneratedRegex("^[a-zA-Z_]")]
    private static partial Regex Name();
}
