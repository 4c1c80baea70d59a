using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DistributedLock.CodeModel.Templates;

namespace DistributedLock.AspNetCore.Templates;

/// <summary>Binds a template to the parameters of a handler and to the parts of a request. What cannot be bound is said, for all placeholders at once.</summary>
internal sealed class TemplateBinder(string template, IReadOnlyList<EndpointParameter> parameters)
{
    private readonly List<string> _problems = [];

    /// <summary>Why the template cannot be bound; empty where it can.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <returns><see langword="null"/> when it cannot be bound.</returns>
    public EndpointTemplate? Bind()
    {
        var parsed = KeyTemplateParser.Parse(template);
        _problems.AddRange(parsed.Errors.Select(static error => $"the template is malformed: {error.Message}"));
        if (_problems.Count > 0)
        {
            return null;
        }

        var bound = parsed.Placeholders.Distinct().ToDictionary(static placeholder => placeholder, placeholder => Bind(placeholder));
        return _problems.Count > 0 ? null : new EndpointTemplate(parsed, bound.ToDictionary(static pair => pair.Key, static pair => pair.Value!));
    }

    private BoundPlaceholder? Bind(TemplatePlaceholder placeholder)
    {
        // A parameter goes first: it is what stands nearest to the template, and what the compiler's check of it sees.
        var name = placeholder.Path[0];
        var parameter = parameters.FirstOrDefault(candidate => candidate.Name == name);
        if (parameter is not null)
        {
            return BindArgument(placeholder, parameter);
        }

        if (RequestParts.IsPart(name))
        {
            return BindPart(placeholder);
        }

        if (placeholder.IsThis)
        {
            return Fail(placeholder, "an endpoint's key cannot use members of an instance", "name a parameter, or {route.x}, {query.x}, {header[x]}, {claim[x]}");
        }

        var known = parameters.Count == 0 ? "it has no parameters" : $"its parameters are {string.Join(", ", parameters.Select(static candidate => candidate.Name))}";
        return Fail(placeholder, $"the endpoint has no parameter '{name}' ({known})", $"name one of them, or write {{route.{name}}} for the value in the route");
    }

    private BoundPlaceholder? BindPart(TemplatePlaceholder placeholder)
    {
        var part = placeholder.Path[0];
        if (RequestParts.NameIn(placeholder) is not { } name)
        {
            return Fail(placeholder, RequestParts.ReasonAgainst(placeholder)!, RequestParts.Instead(placeholder));
        }

        return placeholder.Format is null
            ? new BoundPlaceholder(placeholder, new RequestSource(part, name))
            : Fail(placeholder, $"the {part} gives text, which takes no format", "remove the format, or name a parameter");
    }

    private BoundPlaceholder? BindArgument(TemplatePlaceholder placeholder, EndpointParameter parameter)
    {
        if (placeholder.Index is not null)
        {
            return Fail(placeholder, $"'{parameter.Name}' is a parameter, and an index into it is not supported", "name a member of it after a dot");
        }

        var type = parameter.Type;
        var members = new List<MemberInfo>();
        foreach (var name in placeholder.Path.Skip(1))
        {
            var isNullable = Nullable.GetUnderlyingType(type) is not null;
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (isNullable && name == nameof(Nullable<int>.Value))
            {
                continue;
            }

            if (Member(type, name) is not { } member)
            {
                return Fail(placeholder, $"'{type.Name}' has no public property or field '{name}'", "name one that it has");
            }

            members.Add(member);
            type = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        }

        return Check(placeholder, type) ? new BoundPlaceholder(placeholder, new ArgumentSource(parameter.Position, members)) : null;
    }

    private bool Check(TemplatePlaceholder placeholder, Type type)
    {
        if (placeholder.IsCollection)
        {
            if (StableText.ElementOf(type) is not { } element)
            {
                Fail(placeholder, $"'{type.Name}' is no collection that can be counted before it is locked", "take an array or an IReadOnlyCollection<T>");
                return false;
            }

            type = element;
        }

        if (!StableText.Has(type))
        {
            Fail(
                placeholder,
                $"'{type.Name}' has no stable text",
                StableText.ElementOf(type) is null ? "name a value in it: a text, number, date, GUID or enumeration" : $"write {{{placeholder.Name}*}} for one lock for each element");
            return false;
        }

        if (placeholder.Format is not null && !StableText.TakesFormat(type))
        {
            Fail(placeholder, $"'{type.Name}' takes no format", "remove it");
            return false;
        }

        if (placeholder.Format is not null && StableText.ProblemOf(type, placeholder.Format) is { } problem)
        {
            Fail(placeholder, problem, "or leave the format away");
            return false;
        }

        return true;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What the trimmer has removed is not found, and then the application does not start: nothing runs unlocked.")]
    private static MemberInfo? Member(Type type, string name)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Instance;
        return type.GetProperties(flags).FirstOrDefault(property => property.Name == name && property.CanRead && property.GetIndexParameters().Length == 0)
            ?? (MemberInfo?)type.GetField(name, flags);
    }

    private BoundPlaceholder? Fail(TemplatePlaceholder placeholder, string reason, string instead)
    {
        _problems.Add($"the placeholder '{placeholder.Canonical}' names nothing that can be locked: {reason}; {instead}");
        return null;
    }
}
