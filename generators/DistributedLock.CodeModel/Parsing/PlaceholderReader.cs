using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Resolves the paths of one template's placeholders.</summary>
internal sealed class PlaceholderReader(MethodContext context, AttributeData attribute)
{
    private readonly MemberLookup _members = new(context);

    /// <returns><see langword="null"/> when the placeholder names nothing reachable.</returns>
    public PlaceholderValue? Read(TemplatePlaceholder placeholder)
    {
        var start = placeholder.IsThis ? ReadInstanceMember(placeholder) : ReadParameter(placeholder);
        return start is null ? null : Follow(placeholder, start, placeholder.IsThis ? 2 : 1);
    }

    public MemberLookup Members => _members;

    private PlaceholderValue? ReadParameter(TemplatePlaceholder placeholder)
    {
        var name = placeholder.Path[0];
        var parameter = context.Method.Parameters.FirstOrDefault(candidate => candidate.Name == name);
        if (parameter is null)
        {
            var names = context.Method.Parameters.Where(candidate => !candidate.Type.IsCancellationToken() && !candidate.Type.IsHandle()).Select(candidate => candidate.Name);
            var isMember = _members.Find(context.Type, name) is not null;
            var reason = $"'{name}' is no parameter of '{context.Method.Name}'";
            if (isMember)
            {
                Unknown(placeholder, reason, $"write {{this.{name}}} for the member", "this." + placeholder.Name);
            }
            else
            {
                UnknownName(placeholder, 0, reason, names);
            }

            return null;
        }

        if (parameter.RefKind == RefKind.Out)
        {
            Unknown(placeholder, $"'{name}' is an out parameter, which has no value before the body runs", "name another parameter");
            return null;
        }

        return new PlaceholderValue(CSharpText.Name(name), parameter.Type, IsNullable(parameter.Type), parameter, NeedsInstance: false);
    }

    private PlaceholderValue? ReadInstanceMember(TemplatePlaceholder placeholder)
    {
        var name = placeholder.Path[1];
        var member = _members.Find(context.Type, name);
        if (member is null)
        {
            var names = _members.Readable(context.Type).Select(candidate => candidate.Name);
            UnknownName(placeholder, 1, $"'{context.Type.Name}' has no field or property '{name}' in reach", names);
            return null;
        }

        if (context.Method.IsStatic && !member.IsStatic)
        {
            Unknown(placeholder, $"'{name}' belongs to an instance, and '{context.Method.Name}' is static", "name a static member or a parameter");
            return null;
        }

        context.Warnings.AddMember(member);
        var type = MemberLookup.TypeOf(member);
        var expression = member.IsStatic ? $"{CSharpText.Type(member.ContainingType)}.{CSharpText.Name(name)}"
            : context.Decorator?.Access(member) ?? $"this.{CSharpText.Name(name)}";
        return new PlaceholderValue(expression, type, IsNullable(type), null, NeedsInstance: !member.IsStatic);
    }

    private PlaceholderValue? Follow(TemplatePlaceholder placeholder, PlaceholderValue value, int start)
    {
        // A Nullable<T> that was looked into by .Value: reading it would throw, so the path stays conditional instead.
        var isLifted = false;
        var mayOwnerBeNull = false;
        for (var index = start; index < placeholder.Path.Count; index++)
        {
            var name = placeholder.Path[index];
            var underlying = TextCategory.Underlying(value.Type);
            var isNullable = !ReferenceEquals(underlying, value.Type);
            if (isNullable && name == "Value")
            {
                value = value with { Type = underlying };
                isLifted = true;
                continue;
            }

            if (isNullable && name == "HasValue")
            {
                value = value with { Expression = value.Expression + ".HasValue", Type = HasValue(value.Type), MayBeNull = mayOwnerBeNull };
                continue;
            }

            if (underlying.TypeKind == TypeKind.Error)
            {
                context.Problems.AlreadyReported();
                return null;
            }

            var member = _members.Find(underlying, name);
            if (member is null or { IsStatic: true })
            {
                var names = _members.Readable(underlying).Where(candidate => !candidate.IsStatic).Select(candidate => candidate.Name);
                UnknownName(placeholder, index, $"'{CSharpText.Short(underlying)}' has no field or property '{name}' in reach", names);
                return null;
            }

            context.Warnings.AddMember(member);
            var type = MemberLookup.TypeOf(member);
            mayOwnerBeNull = value.MayBeNull;
            var canBeNull = isNullable || isLifted || !value.Type.IsValueType;
            value = value with
            {
                Expression = $"{value.Expression}{(canBeNull && CanBeConditional(type) ? "?." : ".")}{CSharpText.Name(name)}",
                Type = type,
                MayBeNull = value.MayBeNull || IsNullable(type),
            };
            isLifted = false;
        }

        return value;
    }

    private static ITypeSymbol HasValue(ITypeSymbol nullable) =>
        nullable.GetMembers(nameof(HasValue)).OfType<IPropertySymbol>().First().Type;

    /// <summary>C# cannot say "T or null" for a type parameter that may be either kind of type.</summary>
    private static bool CanBeConditional(ITypeSymbol type) => type is not ITypeParameterSymbol { IsReferenceType: false, IsValueType: false };

    private static bool IsNullable(ITypeSymbol type) => type.NullableAnnotation == NullableAnnotation.Annotated || !ReferenceEquals(TextCategory.Underlying(type), type);

    /// <summary>One name of the path is unknown.</summary>
    private void UnknownName(TemplatePlaceholder placeholder, int index, string reason, IEnumerable<string> candidates)
    {
        if (NearestName.Of(placeholder.Path[index], candidates) is not { } nearest)
        {
            Unknown(placeholder, reason, "name one that is there");
            return;
        }

        var path = placeholder.Path.Take(index).Append(nearest).ToList();
        var whole = string.Join(".", path.Concat(placeholder.Path.Skip(index + 1)));
        Unknown(placeholder, reason, $"did you mean {{{string.Join(".", path)}}}?", whole);
    }

    private void Unknown(TemplatePlaceholder placeholder, string reason, string instead, params string[] answers) => context.Problems.ErrorWithAnswers(
        ProblemIds.PlaceholderUnknown, ProblemTarget.Template(attribute, placeholder.Start, placeholder.Length), answers, placeholder.Name, reason, instead);
}
