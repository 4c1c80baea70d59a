using DistributedLock.Analyzers.Order.Values;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Acquisitions;

/// <summary>Reads a template as the key that a locked method or job takes, in terms of the method's parameters.</summary>
internal static class DeclaredKey
{
    /// <param name="method">The locked method, or the method by which a framework runs a job.</param>
    /// <param name="template">The template.</param>
    /// <param name="job">The job's class, whose members a key names without <c>this</c>.</param>
    /// <param name="context">The parameter of a job's method whose members a key names, too.</param>
    public static BoundValue Read(IMethodSymbol method, KeyTemplate template, INamedTypeSymbol? job = null, IParameterSymbol? context = null) =>
        BoundValue.Joined(template.Parts.Select((part, index) => part switch
        {
            TemplateLiteral literal => ValuePart.OfText(literal.Text),
            TemplatePlaceholder placeholder => Read(RootOf(method, placeholder, job, context), placeholder, index + 1 < template.Parts.Count ? template.Parts[index + 1] as TemplateLiteral : null),
            _ => ValuePart.Unknown,
        }));

    /// <returns>What the path begins with, and how many of its names that takes.</returns>
    private static (ValuePath Path, ITypeSymbol Type, int Names)? RootOf(IMethodSymbol method, TemplatePlaceholder placeholder, INamedTypeSymbol? job, IParameterSymbol? context)
    {
        var name = placeholder.Path[0];
        return placeholder.IsThis ? (ValuePath.This, job ?? method.ContainingType, 1)
            : method.Parameters.FirstOrDefault(candidate => candidate.Name == name) is { } parameter ? (ValuePath.Of(parameter), parameter.Type, 1)
            : job is not null && Find(job, name) is not null ? (ValuePath.This, job, 0)
            : context is not null ? (ValuePath.Of(context), context.Type, 0)
            : null;
    }

    private static ValuePart Read((ValuePath Path, ITypeSymbol Type, int Names)? root, TemplatePlaceholder placeholder, TemplateLiteral? next)
    {
        if (root is not var (path, type, names))
        {
            return ValuePart.Unknown;
        }

        foreach (var name in placeholder.Path.Skip(names))
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
