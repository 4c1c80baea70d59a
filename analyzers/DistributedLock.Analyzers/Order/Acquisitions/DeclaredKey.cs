using DistributedLock.Analyzers.Order.Values;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Acquisitions;

/// <summary>Reads a template as the key that a locked method takes, in terms of the method's parameters.</summary>
internal static class DeclaredKey
{
    public static BoundValue Read(IMethodSymbol method, KeyTemplate template) =>
        BoundValue.Joined(template.Parts.Select((part, index) => part switch
        {
            TemplateLiteral literal => ValuePart.OfText(literal.Text),
            TemplatePlaceholder placeholder => Read(method, placeholder, index + 1 < template.Parts.Count ? template.Parts[index + 1] as TemplateLiteral : null),
            _ => ValuePart.Unknown,
        }));

    private static ValuePart Read(IMethodSymbol method, TemplatePlaceholder placeholder, TemplateLiteral? next)
    {
        var parameter = method.Parameters.FirstOrDefault(candidate => candidate.Name == placeholder.Path[0]);
        var type = placeholder.IsThis ? method.ContainingType : parameter?.Type;
        if (type is null)
        {
            return ValuePart.Unknown;
        }

        var path = placeholder.IsThis ? ValuePath.This : ValuePath.Of(parameter!);
        foreach (var name in placeholder.Path.Skip(1))
        {
            var isNullable = type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
            type = isNullable ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
            if (isNullable && name == "Value")
            {
                continue;
            }

            var member = Find(type, name);
            var longer = member is null ? null : member.IsStatic ? ValuePath.Of(member.OriginalDefinition) : path.Then(member.OriginalDefinition);
            if (longer is null)
            {
                return ValuePart.Unknown;
            }

            path = longer;
            type = member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member!).Type;
        }

        // The elements of a collection are locks of their own: the same collection, the same locks. So with what is looked up: the same place, the same text.
        var format = placeholder.IsCollection ? "*" + placeholder.Format
            : placeholder.Index is { } index ? $"[{index}]{placeholder.Format}"
            : placeholder.Format;
        return ValuePart.Of(path, format, next?.Text[0]);
    }

    private static ISymbol? Find(ITypeSymbol type, string name)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (In(current) is { } member)
            {
                return member;
            }
        }

        return type.AllInterfaces.Select(In).FirstOrDefault(static member => member is not null);

        ISymbol? In(ITypeSymbol candidate) => candidate.GetMembers(name).FirstOrDefault(static member => member is IFieldSymbol or IPropertySymbol);
    }
}
