using System.Collections.Immutable;
using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Decorators;
using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Parsing.Decorators;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Generators;

/// <summary>Writes the decorator of every interface that declares or inherits locked methods, one file each, and one method that puts all of them in place.</summary>
internal static class DecoratedInterfaces
{
    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<JobHosting> hosting)
    {
        var declaring = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownTypes.LockAttribute,
                static (node, _) => node is MethodDeclarationSyntax { Parent: InterfaceDeclarationSyntax },
                static (attributed, cancellationToken) => ReadDeclaring(attributed, cancellationToken))
            .WithTrackingName(LockedMethodGenerator.DecoratorReadingStep);

        // What inherits locks carries no attribute to be found by, so every interface with bases is looked at. Few are, in most projects, and most files have none:
        // these are told by a look at their types alone, once, where a syntax provider would go through every expression of every method.
        var inheriting = context.CompilationProvider
            .SelectMany(static (compilation, _) => compilation.SyntaxTrees)
            .Where(static tree => InterfacesWithBases(tree, default).Any())
            .Combine(context.CompilationProvider)
            .SelectMany(static (read, cancellationToken) => ReadInheriting(read.Left, read.Right, cancellationToken))
            .WithTrackingName(LockedMethodGenerator.DecoratorReadingStep);

        context.RegisterSourceOutput(declaring, static (output, contract) => Write(output, contract));
        context.RegisterSourceOutput(inheriting, static (output, contract) => Write(output, contract));

        // An edit of a method does not change how services are registered, so it does not write this again.
        var services = Services(declaring).Combine(Services(inheriting)).Select(static (all, _) =>
            all.Left.Concat(all.Right).OrderBy(static service => service.Contract, StringComparer.Ordinal).ToEquatableArray());
        context.RegisterSourceOutput(services.Combine(hosting), static (output, read) => WriteServices(output, read.Left, read.Right));
    }

    private static IncrementalValueProvider<ImmutableArray<LockedService>> Services(IncrementalValuesProvider<DecoratedInterface?> contracts) => contracts
        .Select(static (contract, _) => contract is { Registration: { } registration } ? new LockedService(contract.Contract, registration, contract.Warnings) : null)
        .Where(static service => service is not null)
        .Select(static (service, _) => service!)
        .Collect();

    private static void WriteServices(SourceProductionContext output, EquatableArray<LockedService> services, JobHosting hosting)
    {
        if (services.Count > 0)
        {
            output.AddSource(LockedServicesFile.Name, LockedServicesFile.Write(hosting, services));
        }
    }

    private static void Write(SourceProductionContext output, DecoratedInterface? contract)
    {
        if (contract is not null)
        {
            output.AddSource(contract.FileName, DecoratorFile.Write(contract));
        }
    }

    /// <summary>The first method with the attribute speaks for its interface.</summary>
    private static DecoratedInterface? ReadDeclaring(GeneratorAttributeSyntaxContext attributed, CancellationToken cancellationToken) =>
        attributed.TargetSymbol is IMethodSymbol { ContainingType: { TypeKind: TypeKind.Interface } contract } method
        && SymbolEqualityComparer.Default.Equals(DecoratedInterfaceParser.OwnLockedMethods(contract).FirstOrDefault(), method)
            ? DecoratedInterfaceParser.Parse(contract, attributed.SemanticModel.Compilation, cancellationToken).Interface
            : null;

    private static ImmutableArray<DecoratedInterface?> ReadInheriting(SyntaxTree tree, Compilation compilation, CancellationToken cancellationToken)
    {
        var model = compilation.GetSemanticModel(tree);
        return InterfacesWithBases(tree, cancellationToken).Select(declaration => ReadInheriting(declaration, model, cancellationToken)).ToImmutableArray();
    }

    private static IEnumerable<InterfaceDeclarationSyntax> InterfacesWithBases(SyntaxTree tree, CancellationToken cancellationToken) => tree.GetRoot(cancellationToken)
        .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
        .OfType<InterfaceDeclarationSyntax>()
        .Where(static declaration => declaration.BaseList is not null);

    /// <summary>The first part with bases speaks for its interface.</summary>
    private static DecoratedInterface? ReadInheriting(InterfaceDeclarationSyntax declaration, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetDeclaredSymbol(declaration, cancellationToken) is INamedTypeSymbol { TypeKind: TypeKind.Interface } contract
        && contract.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken))
            .FirstOrDefault(static part => part is InterfaceDeclarationSyntax { BaseList: not null }) == declaration
        && !DecoratedInterfaceParser.OwnLockedMethods(contract).Any()
            ? DecoratedInterfaceParser.Parse(contract, model.Compilation, cancellationToken).Interface
            : null;
}
