using System.Globalization;
using DistributedLock.Analyzers.CodeFixes.Editing;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.CodeFixes.Cores;

/// <summary>DLK0105: calls the locked method instead of its core.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallWrapperFix))]
public sealed class CallWrapperFix() : EditingFix(RuleIds.CoreCalledDirectly)
{
    private protected override async Task<IReadOnlyList<Offer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        diagnostic.Properties.TryGetValue(FixProperties.Replacement, out var name)
            && diagnostic.Properties.ContainsKey(FixProperties.Arguments)
            && await CalledAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is not null
            ? [new Offer($"Call '{name}', which takes the lock", nameof(CallWrapperFix))]
            : [];

    private protected override async Task EditAsync(FixEdits edits, Document document, Diagnostic diagnostic, string key, CancellationToken cancellationToken)
    {
        var called = (await CalledAsync(document, diagnostic, cancellationToken).ConfigureAwait(false))!;
        var name = diagnostic.Properties[FixProperties.Replacement]!;
        edits.Sources.Replace(called.SyntaxTree, called.Identifier.Span, SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name);
        var expression = called.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax ? called.Parent : called;
        if (expression.Parent is InvocationExpressionSyntax call && call.Expression == expression)
        {
            Reorder(edits.Sources, call.ArgumentList.Arguments, diagnostic.Properties[FixProperties.Arguments]!);
        }
    }

    private static async Task<SimpleNameSyntax?> CalledAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        return root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) as SimpleNameSyntax;
    }

    /// <summary>Each place keeps its layout and its comments, and gets the argument that belongs there.</summary>
    private static void Reorder(SourceEdits edits, SeparatedSyntaxList<ArgumentSyntax> places, string order)
    {
        var kept = order.Split([','], StringSplitOptions.RemoveEmptyEntries).Select(static entry => entry.Split(':')).ToList();
        for (var place = 0; place < kept.Count; place++)
        {
            var argument = places[int.Parse(kept[place][0], CultureInfo.InvariantCulture)];
            var name = kept[place].Length == 1 ? null : kept[place][1];
            if (argument != places[place] || name is not null)
            {
                edits.Replace(argument.SyntaxTree, places[place].Span, name is null ? argument.ToString() : $"{name}: {argument.WithNameColon(null)}");
            }
        }

        if (kept.Count < places.Count)
        {
            var start = kept.Count == 0 ? places[0].SpanStart : places[kept.Count - 1].Span.End;
            edits.Replace(places[0].SyntaxTree, TextSpan.FromBounds(start, places.Last().Span.End), string.Empty);
        }
    }
}
