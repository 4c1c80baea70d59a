using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Cores;

/// <summary>
/// Gives a core the signature that its wrapper asks for. Its own names stay, because its body uses them, and so do its token and its handle, which it may have
/// wherever it likes.
/// </summary>
internal static class CoreSignature
{
    /// <returns>Whether it can be changed: more than one token or handle could each be the lock's, and what is wrong may be none of all this.</returns>
    public static bool Edit(SourceEdits edits, MismatchedCore pair, CancellationToken cancellationToken)
    {
        var core = pair.Core;
        if (pair.Wrapper.Method.Parameters.Count(static parameter => LockTypes.IsToken(parameter.Type)) > 1
            || core.Method.Parameters.Count(static parameter => LockTypes.IsToken(parameter.Type)) > 1
            || core.Method.Parameters.Count(static parameter => LockTypes.IsHandle(parameter.Type)) > 1)
        {
            return false;
        }

        if (pair.Wrapper.Method.IsStatic && !core.Method.IsStatic)
        {
            var async = core.Syntax.Modifiers.FirstOrDefault(static modifier => modifier.IsKind(SyntaxKind.AsyncKeyword));
            edits.Insert(core.Syntax.SyntaxTree, async.RawKind == 0 ? core.Syntax.ReturnType.SpanStart : async.SpanStart, "static ");
        }

        if (!ReturnsTheSame(pair))
        {
            var type = CoreReturnType.Of(pair.Wrapper.Syntax.ReturnType, pair.Wrapper.Model, cancellationToken);
            edits.Replace(core.Syntax.SyntaxTree, core.Syntax.ReturnType.Span, type);
        }

        return EditParameters(edits, pair) && !edits.IsEmpty;
    }

    private static bool EditParameters(SourceEdits edits, MismatchedCore pair)
    {
        var list = pair.Core.Syntax.ParameterList;
        var own = list.Parameters.Select((syntax, index) => (Syntax: syntax, Symbol: pair.Core.Method.Parameters[index])).ToList();
        var free = own.Where(static parameter => !IsRole(parameter.Symbol)).ToList();
        var asked = pair.Wrapper.Method.Parameters.Where(static parameter => !IsRole(parameter)).ToList();
        var chosen = new Dictionary<IParameterSymbol, ParameterSyntax>(SymbolEqualityComparer.Default);
        Choose(static (one, other) => one.Name == other.Name);
        Choose((one, other) => IsSame(one, other)
            && asked.Count(candidate => !chosen.ContainsKey(candidate) && IsSame(candidate, other)) == 1
            && free.Count(candidate => IsSame(one, candidate.Symbol)) == 1);

        var kept = own.TakeWhile(static parameter => IsRole(parameter.Symbol)).Select(static parameter => parameter.Syntax.ToString())
            .Concat(asked.Select(parameter => Text(parameter)))
            .Concat(own.SkipWhile(static parameter => IsRole(parameter.Symbol)).Where(static parameter => IsRole(parameter.Symbol)).Select(static parameter => parameter.Syntax.ToString()))
            .ToList();
        if (kept.SequenceEqual(own.Select(static parameter => parameter.Syntax.ToString())))
        {
            return true;
        }

        // A comment belongs to a parameter that may be gone or stand elsewhere.
        if (list.DescendantTrivia().Any(static trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia)))
        {
            return false;
        }

        var first = list.Parameters.FirstOrDefault();
        var tree = list.SyntaxTree;
        var separator = first is not null && SourceLayout.IsFirstInLine(tree, first.SpanStart) ? ",\n" + SourceLayout.IndentationAt(tree, first.SpanStart) : ", ";
        var start = first?.SpanStart ?? list.OpenParenToken.Span.End;
        var end = list.Parameters.LastOrDefault()?.Span.End ?? start;
        edits.Replace(tree, TextSpan.FromBounds(start, end), string.Join(separator, kept));
        return true;

        void Choose(Func<IParameterSymbol, IParameterSymbol, bool> fits)
        {
            foreach (var parameter in asked.Where(parameter => !chosen.ContainsKey(parameter)).ToList())
            {
                var found = free.FindIndex(candidate => fits(parameter, candidate.Symbol));
                if (found >= 0)
                {
                    chosen.Add(parameter, free[found].Syntax);
                    free.RemoveAt(found);
                }
            }
        }

        string Text(IParameterSymbol parameter)
        {
            var written = (ParameterSyntax)parameter.DeclaringSyntaxReferences[0].GetSyntax();
            var symbol = chosen.TryGetValue(parameter, out var syntax) ? own.Find(candidate => candidate.Syntax == syntax).Symbol : null;
            return symbol is not null && IsSame(parameter, symbol) ? syntax!.ToString() : TextOf(written, syntax?.Identifier ?? written.Identifier);
        }
    }

    private static string TextOf(ParameterSyntax parameter, SyntaxToken name) =>
        string.Concat(parameter.Modifiers.Where(static modifier => modifier.Kind() is not (SyntaxKind.ThisKeyword or SyntaxKind.ParamsKeyword)).Select(static modifier => modifier.Text + " "))
        + $"{parameter.Type} {name.Text}";

    /// <summary>What the wrapper does not simply hand through.</summary>
    private static bool IsRole(IParameterSymbol parameter) => LockTypes.IsToken(parameter.Type) || LockTypes.IsHandle(parameter.Type);

    private static bool IsSame(IParameterSymbol asked, IParameterSymbol own) => asked.RefKind == own.RefKind && IsSame(asked.Type, own.Type);

    /// <summary>Whether the core returns what is expected, in whatever kind of task.</summary>
    private static bool ReturnsTheSame(MismatchedCore pair)
    {
        var asked = pair.Wrapper.Method.ReturnType;
        var own = pair.Core.Method.ReturnType;
        if (pair.Core.Method is { IsAsync: true, ReturnsVoid: true } || LockTypes.IsTask(asked) != LockTypes.IsTask(own))
        {
            return false;
        }

        var value = LockTypes.IsTask(asked) ? LockTypes.ValueOf(asked) : asked;
        var isResult = value is not null && LockTypes.IsLockResult(value);
        var plain = !isResult ? value : value is INamedTypeSymbol { Arity: 1, TypeArguments: var arguments } ? arguments[0] : null;
        var given = LockTypes.IsTask(own) ? LockTypes.ValueOf(own) : own.SpecialType == SpecialType.System_Void ? null : own;
        plain = plain?.SpecialType == SpecialType.System_Void ? null : plain;
        return plain is null || given is null ? plain is null && given is null : IsSame(plain, given);
    }

    /// <summary>Type parameters of two methods are never the same symbol; their names are compared before.</summary>
    private static bool IsSame(ITypeSymbol left, ITypeSymbol right) =>
        SymbolEqualityComparer.Default.Equals(left, right) || left.ToDisplayString() == right.ToDisplayString();
}
