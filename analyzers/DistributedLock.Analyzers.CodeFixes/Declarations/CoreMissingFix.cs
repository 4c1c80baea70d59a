using DistributedLock.Analyzers.CodeFixes.Declarations.Cores;
using DistributedLock.Analyzers.CodeFixes.Editing;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.CodeFixes.Declarations;

/// <summary>Mends DLK0003: writes the core where there is none. One of another signature is the user's to change: it may hold the body that is meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CoreMissingFix))]
public sealed class CoreMissingFix() : EditingFix(Id)
{
    private const string Id = "DLK0003";

    private protected override async Task<IReadOnlyList<Offer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        diagnostic.Properties.TryGetValue(FixProperties.Replacement, out var name)
            && await MethodPlace.FindAsync(document, diagnostic.Location.SourceSpan, cancellationToken).ConfigureAwait(false) is { Syntax: { Body: null, ExpressionBody: null, SemicolonToken.IsMissing: false } } place
            && SyntaxFacts.IsValidIdentifier(name!)
            && place.Method.ContainingType.GetMembers(name!).IsEmpty
            && place.Method.ContainingType.Name != name
            ? [new Offer($"Write '{name}'", Id)]
            : [];

    private protected override async Task EditAsync(
        DeclarationEdits edits, Document document, Diagnostic diagnostic, string key, CancellationToken cancellationToken)
    {
        var place = (await MethodPlace.FindAsync(document, diagnostic.Location.SourceSpan, cancellationToken).ConfigureAwait(false))!;
        var name = diagnostic.Properties[FixProperties.Replacement]!;
        var tree = place.Syntax.SyntaxTree;
        var indentation = SourceLayout.IndentationAt(tree, place.Syntax.SpanStart);
        var unit = SourceLayout.IndentationUnit(place.TypePart, place.Syntax);

        // An asynchronous iterator needs a 'yield', which would be a result that nobody has asked for.
        var isAsync = LockTypes.IsTask(place.Method.ReturnType);
        var head = new CoreHead(place.Syntax, place.Method, place.Model, cancellationToken).Write(name, isAsync, isIterator: false);
        var exception = place.Model.Compilation.GetTypeByMetadataName("System.NotImplementedException")?.ToMinimalDisplayString(place.Model, place.Syntax.SpanStart)
            ?? "System.NotImplementedException";
        edits.Sources.Insert(
            tree,
            place.Syntax.SemicolonToken.Span.End,
            $"\n\n{indentation}{head}\n{indentation}{{\n{indentation}{unit}throw new {exception}();\n{indentation}}}");
    }
}
