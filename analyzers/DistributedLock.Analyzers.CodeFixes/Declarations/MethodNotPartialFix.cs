using DistributedLock.Analyzers.CodeFixes.Declarations.Cores;
using DistributedLock.Analyzers.CodeFixes.Declarations.Providers;
using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistributedLock.Analyzers.CodeFixes.Declarations;

/// <summary>Mends DLK0001: makes a locked method partial, and everything else that this takes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MethodNotPartialFix))]
public sealed class MethodNotPartialFix() : EditingFix(Id)
{
    private const string Id = "DLK0001";

    private protected override async Task<IReadOnlyList<Offer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var place = await MethodPlace.FindAsync(document, diagnostic.Location.SourceSpan, cancellationToken).ConfigureAwait(false);
        return place is not null && LockableMethod.CanBeDivided(place.Syntax, place.Method, place.Model.Compilation) && new CoreNames().For(place.Method, cancellationToken) is { } core
            ? [new Offer(Title(place, core, cancellationToken), Id)]
            : [];
    }

    private protected override async Task EditAsync(
        FixEdits edits, Document document, Diagnostic diagnostic, string key, CancellationToken cancellationToken)
    {
        var place = (await MethodPlace.FindAsync(document, diagnostic.Location.SourceSpan, cancellationToken).ConfigureAwait(false))!;
        if (edits.Cores.For(place.Method, cancellationToken) is not { } core)
        {
            return;
        }

        edits.Cores.Give(core.Name, place.Method);
        MethodDivision.Edit(edits.Sources, place.Syntax, place.Method, core.Name, place.Model, cancellationToken);
        if (!core.IsConvention)
        {
            MethodDivision.NameCore(edits.Sources, place.Method, core.Name, cancellationToken);
        }

        PartialTypes.Edit(edits.Sources, place.Method.ContainingType, cancellationToken);
        edits.Providers.GiveIfNeeded(place, providerType: null, cancellationToken);
    }

    private static string Title(MethodPlace place, CoreName core, CancellationToken cancellationToken)
    {
        var provider = ProviderAddition.IsNeeded(place, cancellationToken) ? $", and give '{place.Method.ContainingType.Name}' a lock provider in its constructor (callers pass it)" : string.Empty;
        return $"Make '{place.Method.Name}' partial and move its body to '{core.Name}'{provider}";
    }
}
