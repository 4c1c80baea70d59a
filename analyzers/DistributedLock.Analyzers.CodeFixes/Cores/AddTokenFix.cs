using DistributedLock.Analyzers.CodeFixes.Declarations;
using DistributedLock.Analyzers.CodeFixes.Declarations.Providers;
using DistributedLock.Analyzers.CodeFixes.Editing;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Cores;

/// <summary>DLK0107: gives a core method the token that its wrapper has for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddTokenFix))]
public sealed class AddTokenFix() : EditingFix(RuleIds.CoreWithoutToken)
{
    private protected override async Task<IReadOnlyList<Offer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        diagnostic.Properties.TryGetValue(FixProperties.Replacement, out var name)
            && await MethodPlace.FindAsync(document, diagnostic.Location.SourceSpan, cancellationToken).ConfigureAwait(false) is { } core
            && CanChange(core)
            && !DeclaresName(core.Syntax, name!)
            && UsesOf(core, document.Project, cancellationToken) is var uses
            && uses.All(IsCall)
            && (uses.Count == 0 || !IsOpenEnded(core.Method))
            ? [new Offer("Add a CancellationToken parameter", nameof(AddTokenFix))]
            : [];

    private protected override async Task EditAsync(FixEdits edits, Document document, Diagnostic diagnostic, string key, CancellationToken cancellationToken)
    {
        var core = (await MethodPlace.FindAsync(document, diagnostic.Location.SourceSpan, cancellationToken).ConfigureAwait(false))!;
        var name = diagnostic.Properties[FixProperties.Replacement]!;
        var list = core.Syntax.ParameterList;
        var attribute = IsIterator(core.Syntax) ? $"[{NameOf(core, "System.Runtime.CompilerServices.EnumeratorCancellationAttribute", "Attribute")}] " : string.Empty;

        // Calls beside the wrapper's, such as recursion, must stay right.
        var isOptional = !IsOpenEnded(core.Method)
            && (core.Method.Parameters.Any(static parameter => parameter.IsOptional) || core.Method.DeclaredAccessibility != Accessibility.Private || UsesOf(core, document.Project, cancellationToken).Count > 0);
        ParameterInsertion.Insert(
            edits.Sources, list.SyntaxTree, list.Parameters, list.OpenParenToken, IsOpenEnded(core.Method) ? list.Parameters.Count - 1 : list.Parameters.Count,
            $"{attribute}{NameOf(core, "System.Threading.CancellationToken", suffix: string.Empty)} {name}{(isOptional ? " = default" : string.Empty)}");
        ParameterDocumentation.Insert(edits.Sources, core.Syntax, name, "Fires when the lock is lost or the caller cancels.");
    }

    /// <summary>Whether nothing but calls depends on the signature: overrides of a virtual method would have to change too, wherever they are.</summary>
    private static bool CanChange(MethodPlace core) =>
        core.Method is { IsVirtual: false, IsOverride: false, IsAbstract: false, ExplicitInterfaceImplementations.IsEmpty: true }
        && !core.Syntax.Modifiers.Any(SyntaxKind.PartialKeyword)
        && core.Method.ContainingType.GetMembers(core.Method.Name).OfType<IMethodSymbol>().All(other => other.Parameters.Length != core.Method.Parameters.Length + 1)
        && core.Method.ContainingType.AllInterfaces.SelectMany(type => type.GetMembers(core.Method.Name)).All(member =>
            !SymbolEqualityComparer.Default.Equals(core.Method.ContainingType.FindImplementationForInterfaceMember(member), core.Method));

    private static bool IsOpenEnded(IMethodSymbol core) => core.Parameters.LastOrDefault()?.IsParams == true;

    private static string NameOf(MethodPlace core, string type, string suffix)
    {
        var name = core.Model.Compilation.GetTypeByMetadataName(type)?.ToMinimalDisplayString(core.Model, core.Syntax.SpanStart) ?? "global::" + type;
        return name.Substring(0, name.Length - suffix.Length);
    }

    private static bool IsIterator(MethodDeclarationSyntax core) => core.Body is { } body && body
        .DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(static node => node is YieldStatementSyntax);

    /// <summary>Whether the name would be ambiguous, or hide another.</summary>
    private static bool DeclaresName(MethodDeclarationSyntax core, string name) =>
        core.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name);

    /// <summary>Where code of the type names the core; the wrapper is written anew.</summary>
    private static List<SimpleNameSyntax> UsesOf(MethodPlace core, Project project, CancellationToken cancellationToken) => core.Method.ContainingType.DeclaringSyntaxReferences
        .Where(reference => project.GetDocument(reference.SyntaxTree) is not (null or SourceGeneratedDocument))
        .SelectMany(reference => reference.GetSyntax(cancellationToken).DescendantNodes().OfType<SimpleNameSyntax>())
        .Where(name => name.Identifier.ValueText == core.Method.Name && !IsInNameOf(name))
        .ToList();

    private static bool IsInNameOf(SimpleNameSyntax name) => name.Ancestors().TakeWhile(static node => node is not StatementSyntax)
        .Any(static node => node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } });

    /// <summary>Whether this is a call: a delegate of the method would have another type afterwards.</summary>
    private static bool IsCall(SimpleNameSyntax name)
    {
        var called = name.Parent is MemberAccessExpressionSyntax access && access.Name == name || name.Parent is MemberBindingExpressionSyntax ? name.Parent : name;
        return called.Parent is InvocationExpressionSyntax call && call.Expression == called;
    }
}
