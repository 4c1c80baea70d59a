using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations;

/// <summary>Mends DLK0010: lets the method say whether its body ran. The core goes on returning the plain value.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SkipWithoutResultFix))]
public sealed class SkipWithoutResultFix() : EditingFix(Id)
{
    private const string Id = "DLK0010";

    private protected override async Task<IReadOnlyList<Offer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var place = await MethodPlace.FindAsync(document, diagnostic.Location.SourceSpan, cancellationToken).ConfigureAwait(false);
        return place is not null && place.Syntax.ReturnType.Span == diagnostic.Location.SourceSpan && CanChange(place.Method)
            ? [new Offer($"Return '{ResultType(place)}' (callers then look into the result)", Id)]
            : [];
    }

    private protected override async Task EditAsync(
        FixEdits edits, Document document, Diagnostic diagnostic, string key, CancellationToken cancellationToken)
    {
        var place = (await MethodPlace.FindAsync(document, diagnostic.Location.SourceSpan, cancellationToken).ConfigureAwait(false))!;
        edits.Sources.Replace(place.Syntax.SyntaxTree, place.Syntax.ReturnType.Span, ResultType(place));
    }

    /// <summary>Whether the definition alone decides: the type of an override or of an interface's method is agreed elsewhere, and so is that of a method with its body.</summary>
    private static bool CanChange(IMethodSymbol method) =>
        method is { IsPartialDefinition: true, IsOverride: false, IsVirtual: false }
        && (method.ReturnType is not INamedTypeSymbol { Arity: 1 } named || !LockTypes.IsStream(named))
        && method.ContainingType.AllInterfaces.SelectMany(type => type.GetMembers(method.Name)).All(member =>
            !SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member)?.OriginalDefinition, method));

    private static string ResultType(MethodPlace place)
    {
        var written = place.Syntax.ReturnType;
        var result = place.Model.Compilation.GetTypeByMetadataName("DistributedLock.LockResult")?.ToMinimalDisplayString(place.Model, written.SpanStart) ?? "DistributedLock.LockResult";
        var name = written is QualifiedNameSyntax qualified ? qualified.Right : written;
        if (LockTypes.IsTask(place.Method.ReturnType) && name is GenericNameSyntax { TypeArgumentList: { Arguments: { Count: 1 } arguments } })
        {
            var text = written.ToString();
            var start = arguments[0].SpanStart - written.SpanStart;
            return $"{text.Substring(0, start)}{result}<{arguments[0]}>{text.Substring(start + arguments[0].Span.Length)}";
        }

        return $"{result}<{written}>";
    }
}
