using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Tests.Mutations;

/// <summary>Breaks a source as typing, merging and refactoring do half-way: what comes out is C# that an analyzer sees in an editor, mostly with errors.</summary>
internal sealed class Mutator(Random random)
{
    private static readonly string[] Types =
    [
        "int", "int?", "string[]", "object", "dynamic", "var", "void", "T", "Missing", "Task", "Task<int>", "ValueTask<IDistributedLockHandle>", "IDistributedLockHandle?",
        "IDistributedLockProvider", "InMemoryLockProvider", "IAsyncEnumerable<int>", "IQueryable<string>", "(int, IDistributedLockHandle)", "LockResult<int>", "Span<byte>",
        "delegate*<void>", "List<>", "CancellationToken", "ref int", "System.IDisposable",
    ];

    private static readonly string[] Fragments =
    [
        "await ", "async ", "static ", "partial ", "yield return ", "return ", "using ", "await using ", "throw ", "?", "!", "{", "}", "(", ")", ";", "=>", "<", ">", "\"", "$\"{",
        "ref ", "out var x", "unsafe ", "this.", "base.", "default", "null", "is { } y", "goto a;", "a:", "[DistributedLock(\"{x}\")] ", "#if A\n", "#nullable disable\n", "checked", "fixed (",
        "lock (this)", "foreach (var z in ", "switch { _ => ", "try {", "} finally {", "} catch when (", "new()", "stackalloc int[1]", "typeof(", "nameof(", "field", "record ", "extension(int i) {",
    ];

    /// <summary>One to six changes, one after the other.</summary>
    public string Mutate(string source)
    {
        for (var left = random.Next(1, 7); left > 0 && source.Length > 0; left--)
        {
            source = MutateOnce(source);
        }

        return source;
    }

    private string MutateOnce(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source).GetRoot();
        return random.Next(16) switch
        {
            0 or 1 => Deleted(source, Tokens(root)),
            2 => Duplicated(source, Tokens(root)),
            3 => Swapped(source, Tokens(root)),
            4 or 5 => Deleted(source, Statements(root)),
            6 => Duplicated(source, Statements(root)),
            7 => Swapped(source, Statements(root)),
            8 => Deleted(source, Members(root)),
            9 => Duplicated(source, Members(root)),
            10 => Swapped(source, Members(root)),
            11 => source[..random.Next(source.Length)],
            12 => Renamed(source, root),
            13 => Replaced(source, [.. root.DescendantNodes().OfType<TypeSyntax>().Select(static node => node.Span)], Pick(Types)),
            14 => source.Insert(random.Next(source.Length), Pick(Fragments)),
            _ => Exchanged(source, [.. root.DescendantNodes().OfType<ExpressionSyntax>().Select(static node => node.Span)]),
        };
    }

    private static TextSpan[] Tokens(SyntaxNode root) => [.. root.DescendantTokens().Select(static token => token.Span).Where(static span => !span.IsEmpty)];

    private static TextSpan[] Statements(SyntaxNode root) => [.. root.DescendantNodes().OfType<StatementSyntax>().Select(static node => node.Span)];

    private static TextSpan[] Members(SyntaxNode root) => [.. root.DescendantNodes().OfType<MemberDeclarationSyntax>().Select(static node => node.Span)];

    private string Deleted(string source, TextSpan[] spans) => Replaced(source, spans, "");

    private string Duplicated(string source, TextSpan[] spans)
    {
        if (spans.Length == 0)
        {
            return source;
        }

        var span = Pick(spans);
        return source.Insert(span.End, " " + source.Substring(span.Start, span.Length));
    }

    /// <summary>Two that do not overlap change places.</summary>
    private string Swapped(string source, TextSpan[] spans)
    {
        if (spans.Length < 2)
        {
            return source;
        }

        var (first, second) = (Pick(spans), Pick(spans));
        if (first.Start > second.Start)
        {
            (first, second) = (second, first);
        }

        return first.End > second.Start
            ? source
            : source[..first.Start] + source[second.Start..second.End] + source[first.End..second.Start] + source[first.Start..first.End] + source[second.End..];
    }

    private string Renamed(string source, SyntaxNode root)
    {
        var names = root.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken) && token.Span.Length > 0).Select(static token => token.Text).ToArray();
        if (names.Length == 0)
        {
            return source;
        }

        var (from, to) = (Pick(names), Pick(names));
        foreach (var token in root.DescendantTokens().Where(token => token.Text == from).Reverse())
        {
            source = source[..token.SpanStart] + to + source[token.Span.End..];
        }

        return source;
    }

    /// <summary>One expression takes the place of another one.</summary>
    private string Exchanged(string source, TextSpan[] spans)
    {
        if (spans.Length == 0)
        {
            return source;
        }

        var copied = Pick(spans);
        return Replaced(source, spans, source.Substring(copied.Start, copied.Length));
    }

    private string Replaced(string source, TextSpan[] spans, string text)
    {
        if (spans.Length == 0)
        {
            return source;
        }

        var span = Pick(spans);
        return source[..span.Start] + text + source[span.End..];
    }

    private T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];
}
