using DistributedLock.CodeModel.Parsing.Decorators;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Whether a wrapper can be written for what carries the attribute.</summary>
internal static class DeclarationRules
{
    /// <returns><see langword="null"/> when the rest of the declaration is not worth reading.</returns>
    public static DeclarationForm? Check(MethodContext context)
    {
        if (ReasonAgainst(context) is { } reason)
        {
            // A lambda has no name to point at.
            var target = context.Method.MethodKind == MethodKind.AnonymousFunction
                ? ProblemTarget.Of(context.Attributes[0])
                : ProblemTarget.Identifier(context.Method);
            context.Problems.Error(ProblemIds.Unsupported, target, DisplayName(context.Method), reason);
            return null;
        }

        if (ControllerActions.IsAction(context.Method) && context.Compilation.GetTypeByMetadataName(ControllerActions.Marker) is not null)
        {
            return DeclarationForm.Endpoint;
        }

        if (context.Decorator is not null)
        {
            return DeclarationForm.Contract;
        }

        foreach (var type in ContainingTypes(context.Type))
        {
            if (!IsPartial(type, context.CancellationToken))
            {
                context.Problems.Error(ProblemIds.TypeNotPartial, ProblemTarget.Identifier(type), type.Name, context.Method.Name);
            }
        }

        if (context.Method.IsPartialDefinition)
        {
            return DeclarationForm.Partial;
        }

        context.Problems.Error(ProblemIds.MethodNotPartial, ProblemTarget.Identifier(context.Method), context.Method.Name, BodyReader.DefaultCoreName(context.Method));
        return DeclarationForm.Whole;
    }

    private static string? ReasonAgainst(MethodContext context)
    {
        var method = context.Method;
        if (ReasonAgainstKind(method, context.Compilation) is { } reason)
        {
            return reason;
        }

        if (context.Compilation is CSharpCompilation { LanguageVersion: < LanguageVersion.CSharp9 } compilation)
        {
            return $"the project uses C# {compilation.LanguageVersion.ToDisplayString()}, and {(context.Decorator is null ? "partial methods with a result need" : "its decorator needs")} C# 9: " +
                "set <LangVersion> to 9.0 or higher";
        }

        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
        {
            return "it returns by reference, which would outlive the lock: return the value";
        }

        if (method.IsVararg)
        {
            return "it has an __arglist, which cannot be passed on: take an array";
        }

        if (context.Decorator is not null)
        {
            return ContractRules.ReasonAgainst(method);
        }

        if (context.Type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
        {
            return "it is not declared in a class, struct or interface: move it there";
        }

        if (ContainingTypes(context.Type).Any(type => type.IsFileLocal))
        {
            return "its type is local to the file, so no other file can hold a part of it: remove the modifier 'file'";
        }

        return ReasonAgainstParts(context);
    }

    private static string? ReasonAgainstKind(IMethodSymbol method, Compilation compilation) => method.MethodKind switch
    {
        MethodKind.Ordinary => null,
        MethodKind.ExplicitInterfaceImplementation =>
            "an explicit interface implementation cannot be partial: let it call a partial method that carries the attribute",
        MethodKind.Constructor or MethodKind.StaticConstructor => "a constructor cannot be locked: move the work into a method",
        MethodKind.Destructor => "a finalizer cannot be locked: move the work into a method",
        MethodKind.UserDefinedOperator or MethodKind.Conversion => "an operator cannot be locked: move the work into a method",
        MethodKind.LocalFunction => $"a local function cannot be partial: make it a method of the type{OrEndpoint(compilation)}",
        MethodKind.AnonymousFunction => $"a lambda cannot be partial: make it a method of the type{OrEndpoint(compilation)}",
        _ => "an accessor cannot be locked: move the work into a method",
    };

    private static string OrEndpoint(Compilation compilation) => compilation.GetTypesByMetadataName("Microsoft.AspNetCore.Builder.IEndpointConventionBuilder").IsEmpty
        ? string.Empty
        : ", or, where it is the handler of an endpoint, call .WithDistributedLock(...) of DistributedLock.AspNetCore on its route";

    private static string? ReasonAgainstParts(MethodContext context)
    {
        var method = context.Method;
        if (method.IsExtern)
        {
            return "it is extern: lock a method that calls it";
        }

        if (method.IsAbstract)
        {
            return "it is abstract, so it has no body to lock: put the attribute on the overriding methods";
        }

        if (HasUserWrittenPart(context))
        {
            return $"it has a body already, but the generator is to write that part: rename the part with the body to '{BodyReader.DefaultCoreName(method)}'";
        }

        return !method.IsPartialDefinition && context.Syntax is { } part && part.Modifiers.Any(SyntaxKind.PartialKeyword)
            ? "it has a body, and the generator is to write the part with the body: " +
                $"write '{DefinitionText.Of(part)}' with the attribute, and make this method '{BodyReader.DefaultCoreName(method)}' without 'partial'"
            : null;
    }

    public static bool HasUserWrittenPart(MethodContext context) =>
        context.Method.PartialImplementationPart is { } implementation && !MethodParts.IsGenerated(implementation);

    private static string DisplayName(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor => method.ContainingType.Name,
        MethodKind.AnonymousFunction => "lambda",
        _ => method.AssociatedSymbol?.Name ?? method.Name,
    };

    public static IEnumerable<INamedTypeSymbol> ContainingTypes(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            yield return current;
        }
    }

    /// <summary>By the user's own parts: what the generator wrote for a rejected method is partial in any case.</summary>
    public static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken) => type.DeclaringSyntaxReferences
        .Where(static reference => !reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))
        .All(reference => reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
