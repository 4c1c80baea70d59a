using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Parsing;
using DistributedLock.CodeModel.Parsing.Jobs;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.Generators.Jobs;
using DistributedLock.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Generators;

/// <summary>Writes the implementing part of every partial method with the attribute, and the other part of every job class, one file each.</summary>
/// <remarks>It reports nothing: what is wrong is found by the same reading in the analyzers, where <c>#pragma</c> and .editorconfig work.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class LockedMethodGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step that reads methods, for tests of what is cached.</summary>
    public const string ReadingStep = "LockedMethods";

    /// <summary>The name of the steps that read interfaces.</summary>
    public const string DecoratorReadingStep = "DecoratedInterfaces";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Each method goes its own way from here to its file. The reading runs again at every edit, because another file may hold the core; its
        // result is equal unless something of that method changed, and then nothing is written again.
        var methods = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownTypes.LockAttribute,
                static (node, _) => node is MethodDeclarationSyntax,
                static (attributed, cancellationToken) => Read(attributed, cancellationToken))
            .WithTrackingName(ReadingStep);

        context.RegisterSourceOutput(methods, static (output, read) => Write(output, read.Method, read.Rejected));
        var hosting = context.CompilationProvider.Select(static (compilation, _) => JobHostingReader.Read(compilation));
        LockedJobs.Register(context, hosting);
        DecoratedInterfaces.Register(context, hosting);
    }

    private static void Write(SourceProductionContext output, LockedMethod? method, RejectedMethod? rejected)
    {
        if (method is not null)
        {
            output.AddSource(method.FileName, LockedMethodFile.Write(method));
        }
        else if (rejected is not null)
        {
            output.AddSource(rejected.FileName, RejectedMethodFile.Write(rejected));
        }
    }

    private static (LockedMethod? Method, RejectedMethod? Rejected) Read(GeneratorAttributeSyntaxContext attributed, CancellationToken cancellationToken)
    {
        // A definition and its other part may both carry attributes, and would both come here: the first part with one speaks for the method.
        // Methods of interfaces are read together, for the decorator.
        if (attributed.TargetSymbol is not IMethodSymbol { PartialDefinitionPart: null } method || method.ContainingType.TypeKind == TypeKind.Interface)
        {
            return default;
        }

        var parse = LockedMethodParser.Parse(method, attributed.SemanticModel.Compilation, cancellationToken);
        return (parse.Method, parse.Rejected);
    }
}
