using System.Globalization;
using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>
/// Reads a method with the attribute. The generator takes the model and the analyzer the problems of the same reading, so what is not generated is
/// always explained.
/// </summary>
public static class LockedMethodParser
{
    public static LockedMethodParse Parse(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        var context = new MethodContext(MethodParts.Speaker(method), compilation, cancellationToken);
        if (context.Attributes.IsEmpty)
        {
            return LockedMethodParse.Nothing;
        }

        var model = ReadMethod(context);
        var rejected = model is null && context.Problems.HasErrors ? RejectedMethodReader.Read(context) : null;
        var problems = context.Problems.ToImmutable();
        return (model is not null || rejected is not null) && IsRepetition(context)
            ? new LockedMethodParse(null, null, problems, context.Core)
            : new LockedMethodParse(model, rejected, problems, context.Core);
    }

    /// <returns><see langword="null"/> when the declaration has an error, or needs no wrapper.</returns>
    private static LockedMethod? ReadMethod(MethodContext context)
    {
        var form = DeclarationRules.Check(context);
        if (form is null)
        {
            return null;
        }

        if (form == DeclarationForm.Endpoint)
        {
            EndpointReader.Check(context);
            return null;
        }

        var returns = ReturnReader.Read(context);
        if (returns is null)
        {
            return null;
        }

        ParameterRules.Check(context, returns);
        var roles = ParameterRoles.Of(context, returns);
        var options = OptionsReader.Read(context);
        var locks = ReadLocks(context, options);
        var severalLocks = locks.Length > 1 || locks.Any(declared => declared?.Key.Collection is not null);
        if (severalLocks && roles.GivenHandle is { } given)
        {
            context.Problems.Error(
                ProblemIds.Unsupported,
                ProblemTarget.Identifier(given),
                context.Method.Name,
                $"its parameter '{given.Name}' shares one handle, but the method takes several locks: remove the parameter");
        }

        var bodies = new BodyReader(context, returns, roles, severalLocks);
        var core = form == DeclarationForm.Partial ? bodies.ReadCore(options.Core) : null;
        var contention = ContentionReader.Read(context, options, returns);
        var fallback = contention == ContentionForm.Fallback ? bodies.ReadFallback(options.Fallback!.Value) : null;
        if (context.Problems.HasErrors || core is null)
        {
            return null;
        }

        return new LockedMethod(
            MemberNaming.FileName(context.Method),
            CSharpText.Namespace(context.Type!.ContainingNamespace),
            SignatureReader.ReadTypes(context, returns.Form == ReturnForm.Synchronous),
            $"{CSharpText.Readable(context.Type)}.{context.Method.Name}",
            MemberNaming.Signature(context.Method),
            SignatureReader.Read(context, returns.Form == ReturnForm.Stream ? roles.Token : null),
            returns,
            locks.Select(declared => declared!).ToEquatableArray(),
            contention,
            core,
            fallback,
            roles.Token is null ? null : CSharpText.Name(roles.Token.Name),
            roles.GivenHandle is null ? null : CSharpText.Name(roles.GivenHandle.Name));
    }

    /// <summary>
    /// Whether the same method stands in the type before, or in a type of the same name and another kind, as it does for a while when somebody copies code.
    /// The compiler reports it; two files of one name would make the generator fail as a whole.
    /// </summary>
    private static bool IsRepetition(MethodContext context)
    {
        var id = context.Method.GetDocumentationCommentId();
        var first = SameNamed(context.Type).SelectMany(type => type.GetMembers(context.Method.Name)).OfType<IMethodSymbol>()
            .FirstOrDefault(method => method.PartialDefinitionPart is null && method.GetDocumentationCommentId() == id);
        return first is not null && !SymbolEqualityComparer.Default.Equals(first, context.Method);
    }

    private static IEnumerable<INamedTypeSymbol> SameNamed(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? SameNamed(outer).SelectMany(other => other.GetTypeMembers(type.Name, type.Arity))
        : type.ContainingNamespace.GetTypeMembers(type.Name, type.Arity);

    private static DeclaredLock?[] ReadLocks(MethodContext context, MethodOptions options)
    {
        var names = new MemberNaming(context);
        var providers = new ProviderFinder(context);
        var locks = new DeclaredLock?[context.Attributes.Length];
        for (var index = 0; index < locks.Length; index++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var attribute = context.Attributes[index];
            var number = locks.Length > 1 ? (index + 1).ToString(CultureInfo.InvariantCulture) : string.Empty;
            var name = names.Next($"{context.Method.Name}Lock{number}{names.OverloadSuffix}");
            var keyName = names.Next(name + "Key");
            var elementsName = names.Next(name + "Elements");
            var provider = providers.Find(attribute);
            var key = new KeyReader(context, attribute).Read();
            if (provider is not null && key is not null)
            {
                locks[index] = new DeclaredLock(name, keyName, elementsName, options.Locks[index], provider, key);
            }
        }

        return locks;
    }
}
