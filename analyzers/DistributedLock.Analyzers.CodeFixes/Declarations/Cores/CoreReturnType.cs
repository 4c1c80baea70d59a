using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Cores;

/// <summary>What a core returns: the plain value where its wrapper tells whether the body ran.</summary>
internal static class CoreReturnType
{
    public static string Of(TypeSyntax wrapper, SemanticModel model, CancellationToken cancellationToken)
    {
        if (IsLockResult(wrapper))
        {
            return (Rightmost(wrapper) as GenericNameSyntax)?.TypeArgumentList.Arguments[0].ToString() ?? "void";
        }

        if (Rightmost(wrapper) is GenericNameSyntax { TypeArgumentList: { Arguments: { Count: 1 } arguments } list } && IsLockResult(arguments[0]))
        {
            var text = wrapper.ToString();
            var start = list.SpanStart - wrapper.SpanStart;
            var value = Rightmost(arguments[0]) is GenericNameSyntax plain ? $"<{plain.TypeArgumentList.Arguments[0]}>" : string.Empty;
            return text.Substring(0, start) + value + text.Substring(start + list.Span.Length);
        }

        return wrapper.ToString();

        bool IsLockResult(TypeSyntax type) => model.GetTypeInfo(type, cancellationToken).Type is { } symbol && LockTypes.IsLockResult(symbol);
    }

    private static TypeSyntax Rightmost(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right,
        AliasQualifiedNameSyntax aliased => aliased.Name,
        _ => type,
    };
}
