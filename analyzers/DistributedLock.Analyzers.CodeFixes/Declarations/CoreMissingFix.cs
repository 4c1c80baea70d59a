using DistributedLock.Analyzers.CodeFixes.Declarations.Cores;
using DistributedLock.Analyzers.CodeFixes.Editing;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.CodeFixes.Declarations;

/// <summary>Mends DLK0003: writes the core where there is none, or gives the one that is meant the right signature, where its body compiles with that.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CoreMissingFix))]
public sealed class CoreMissingFix() : EditingFix(Id)
{
    private const string Id = "DLK0003";
    private const string SignatureKey = Id + ".Signature";

    private protected override async Task<IReadOnlyList<Offer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await MethodPlace.FindAsync(document, diagnostic.Location.SourceSpan, cancellationToken).ConfigureAwait(false) is not { } place)
        {
            return [];
        }

        if (diagnostic.Properties.TryGetValue(FixProperties.Replacement, out var name))
        {
            return CanWrite(place, name!) ? [new Offer($"Write '{name}'", Id)] : [];
        }

        var edits = new SourceEdits(document.Project.Solution);
        return MismatchedCore.Of(place, cancellationToken) is { } pair
            && CoreSignature.Edit(edits, pair, cancellationToken)
            && await Trial.SucceedsAsync(edits, document.Project, place.Method.ContainingType, cancellationToken).ConfigureAwait(false)
            ? [new Offer($"Change the signature of '{pair.Core.Method.Name}'", SignatureKey)]
            : [];
    }

    private protected override async Task EditAsync(
        FixEdits edits, Document document, Diagnostic diagnostic, string key, CancellationToken cancellationToken)
    {
        var place = (await MethodPlace.FindAsync(document, diagnostic.Location.SourceSpan, cancellationToken).ConfigureAwait(false))!;
        if (key == SignatureKey)
        {
            CoreSignature.Edit(edits.Sources, MismatchedCore.Of(place, cancellationToken)!, cancellationToken);
        }
        else
        {
            Write(edits.Sources, place, diagnostic.Properties[FixProperties.Replacement]!, cancellationToken);
        }
    }

    private static bool CanWrite(MethodPlace place, string name) =>
        place.Syntax is { Body: null, ExpressionBody: null, SemicolonToken.IsMissing: false }
        && SyntaxFacts.IsValidIdentifier(name)
        && place.Method.ContainingType.GetMembers(name).IsEmpty
        && place.Method.ContainingType.Name != name;

    private static void Write(SourceEdits edits, MethodPlace place, string name, CancellationToken cancellationToken)
    {
        var tree = place.Syntax.SyntaxTree;
        var indentation = SourceLayout.IndentationAt(tree, place.Syntax.SpanStart);
        var unit = SourceLayout.IndentationUnit(place.TypePart, place.Syntax);

        // An asynchronous iterator needs a 'yield', which would be a result that nobody has asked for.
        var isAsync = LockTypes.IsTask(place.Method.ReturnType);
        var head = new CoreHead(place.Syntax, place.Method, place.Model, cancellationToken).Write(name, isAsync, isIterator: false);
        var exception = place.Model.Compilation.GetTypeByMetadataName("System.NotImplementedException")?.ToMinimalDisplayString(place.Model, place.Syntax.SpanStart)
            ?? "System.NotImplementedException";
        edits.Insert(
            tree,
            place.Syntax.SemicolonToken.Span.End,
            $"\n\n{indentation}{head}\n{indentation}{{\n{indentation}{unit}throw new {exception}();\n{indentation}}}");
    }
}
