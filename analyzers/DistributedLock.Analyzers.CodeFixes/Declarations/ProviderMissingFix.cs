using DistributedLock.Analyzers.CodeFixes.Declarations.Providers;
using DistributedLock.Analyzers.CodeFixes.Editing;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations;

/// <summary>Mends DLK0008: gives the type a provider, or names one of several.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ProviderMissingFix))]
public sealed class ProviderMissingFix() : EditingFix(Id)
{
    private const string Id = "DLK0008";

    private protected override async Task<IReadOnlyList<Offer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await MethodPlace.FindAsync(document, diagnostic.Location.SourceSpan, cancellationToken).ConfigureAwait(false) is not { } place)
        {
            return [];
        }

        if (diagnostic.Properties.TryGetValue(FixProperties.Replacement, out var names))
        {
            return names!.Split('\n').Where(_ => Unnamed(place.Method, cancellationToken).Count > 0).Select(static name => new Offer($"Take the lock from '{name}'", KeyOf(name))).ToList();
        }

        return ProviderAddition.IsNeeded(place, cancellationToken)
            ? [new Offer($"Give '{place.Method.ContainingType.Name}' a lock provider in its constructor (callers pass it)", Id)]
            : [];
    }

    private protected override async Task EditAsync(
        FixEdits edits, Document document, Diagnostic diagnostic, string key, CancellationToken cancellationToken)
    {
        var place = (await MethodPlace.FindAsync(document, diagnostic.Location.SourceSpan, cancellationToken).ConfigureAwait(false))!;
        if (!diagnostic.Properties.TryGetValue(FixProperties.Replacement, out var names))
        {
            edits.Providers.GiveIfNeeded(place, providerType: null, cancellationToken);
            return;
        }

        var name = names!.Split('\n').First(candidate => KeyOf(candidate) == key);
        foreach (var attribute in Unnamed(place.Method, cancellationToken))
        {
            edits.Sources.Insert(attribute.SyntaxTree, attribute.ArgumentList!.CloseParenToken.SpanStart, $", Provider = nameof({name})");
        }
    }

    private static string KeyOf(string name) => $"{Id}.{name}";

    /// <summary>The attributes that leave the choice to the convention.</summary>
    private static List<AttributeSyntax> Unnamed(IMethodSymbol method, CancellationToken cancellationToken) => method.GetAttributes()
        .Where(static attribute => LockTypes.IsLockAttribute(attribute.AttributeClass) && attribute.NamedArguments.All(static argument => argument.Key != "Provider"))
        .Select(attribute => attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken))
        .OfType<AttributeSyntax>()
        .Where(static attribute => attribute.ArgumentList is { Arguments.Count: > 0 })
        .ToList();
}
