using DistributedLock.CodeModel.Decorators;
using DistributedLock.CodeModel.Parsing.Decorators;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Generators;

/// <summary>Writes the decorator of every interface that declares or inherits locked methods, one file each.</summary>
internal static class DecoratedInterfaces
{
    public static void Register(IncrementalGeneratorInitializationContext context)
    {
        var declaring = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownTypes.LockAttribute,
                static (node, _) => node is MethodDeclarationSyntax { Parent: InterfaceDeclarationSyntax },
                static (attributed, cancellationToken) => ReadDeclaring(attributed, cancellationToken))
            .WithTrackingName(LockedMethodGenerator.DecoratorReadingStep);

        // What inherits locks carries no attribute to be found by, so every interface with bases is looked at. Few are, in most projects.
        var inheriting = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is InterfaceDeclarationSyntax { BaseList: not null },
                static (declared, cancellationToken) => ReadInheriting(declared, cancellationToken))
            .WithTrackingName(LockedMethodGenerator.DecoratorReadingStep);

        context.RegisterSourceOutput(declaring, static (output, contract) => Write(output, contract));
        context.RegisterSourceOutput(inheriting, static (output, contract) => Write(output, contract));
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

    /// <summary>The first part with bases speaks for its interface.</summary>
    private static DecoratedInterface? ReadInheriting(GeneratorSyntaxContext declared, CancellationToken cancellationToken) =>
        declared.SemanticModel.GetDeclaredSymbol(declared.Node, cancellationToken) is INamedTypeSymbol { TypeKind: TypeKind.Interface } contract
        && contract.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken))
            .FirstOrDefault(static part => part is InterfaceDeclarationSyntax { BaseList: not null }) == declared.Node
        && !DecoratedInterfaceParser.OwnLockedMethods(contract).Any()
            ? DecoratedInterfaceParser.Parse(contract, declared.SemanticModel.Compilation, cancellationToken).Interface
            : null;
}
