using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Reads the little that is needed of a method whose declaration has an error.</summary>
internal static class RejectedMethodReader
{
    /// <returns><see langword="null"/> where another part would only add an error of its own.</returns>
    public static RejectedMethod? Read(MethodContext context) => !CanHavePart(context)
        ? null
        : new RejectedMethod(
            MemberNaming.FileName(context.Method),
            CSharpText.Namespace(context.Type.ContainingNamespace),
            SignatureReader.ReadTypes(context, isSynchronous: true),
            $"{CSharpText.Readable(context.Type)}.{context.Method.Name}",
            SignatureReader.Read(context, streamToken: null),
            !context.Method.IsPartialDefinition,
            new ProviderFinder(context).PrimaryConstructorParameters().ToEquatableArray(),
            context.Problems.ToImmutable().Where(static problem => problem.IsError).Select(static problem => problem.Id).Distinct().ToEquatableArray());

    /// <remarks>A containing type that is not partial is no reason: the compiler then says so on that type (CS0260), and not only that a part is missing.</remarks>
    private static bool CanHavePart(MethodContext context) =>
        context.Method is { MethodKind: MethodKind.Ordinary, IsExtern: false, IsAbstract: false, IsVararg: false }
        && context.Syntax?.Modifiers.Any(SyntaxKind.PartialKeyword) == true
        && !DeclarationRules.HasUserWrittenPart(context)
        && context.Compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp9 }
        && DeclarationRules.ContainingTypes(context.Type).All(type =>
            type.TypeKind is TypeKind.Class or TypeKind.Struct && !type.IsFileLocal);
}
