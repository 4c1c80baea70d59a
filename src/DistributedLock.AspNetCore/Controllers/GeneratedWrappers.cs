using System.Collections.Concurrent;
using System.Reflection;

namespace DistributedLock.AspNetCore.Controllers;

/// <summary>
/// Knows the locked methods whose wrapper the generator has written. They carry the attribute, too, and take their locks themselves: an endpoint that took them
/// first would make them wait for themselves.
/// </summary>
internal static class GeneratedWrappers
{
    private static readonly ConcurrentDictionary<Assembly, HashSet<string>> Members = new();

    public static bool Contain(MethodInfo method)
    {
        var type = method.DeclaringType;
        if (type?.FullName is null)
        {
            return false;
        }

        var name = $"{Name(type)}.{method.Name}/{method.GetParameters().Length}";
        return Members.GetOrAdd(type.Assembly, static assembly =>
            [.. assembly.GetCustomAttributes<LockDefinitionInfoAttribute>().Select(static info => NameOf(info.Member))]).Contains(name);
    }

    private static string Name(Type type) => type.DeclaringType is { } outer ? $"{Name(outer)}.{WithoutArity(type.Name)}"
        : string.IsNullOrEmpty(type.Namespace) ? WithoutArity(type.Name)
        : $"{type.Namespace}.{WithoutArity(type.Name)}";

    private static string WithoutArity(string name) => name.Split('`')[0];

    /// <summary>From <c>Namespace.Type&lt;T&gt;.Method(ParameterTypes)</c>: without type arguments, and with the number of parameters.</summary>
    private static string NameOf(string member)
    {
        var open = member.IndexOf('(', StringComparison.Ordinal);
        var name = WithoutArguments(open < 0 ? member : member[..open]);
        var parameters = open < 0 ? "" : WithoutArguments(member[(open + 1)..^1]);
        return $"{name}/{(parameters.Length == 0 ? 0 : parameters.Split(',').Length)}";
    }

    /// <summary>Without what stands in angle or square brackets, or in those of a tuple.</summary>
    private static string WithoutArguments(string text)
    {
        var depth = 0;
        return string.Concat(text.Where(character =>
        {
            depth += character is '<' or '(' or '[' ? 1 : 0;
            var isOutside = depth == 0;
            depth -= character is '>' or ')' or ']' ? 1 : 0;
            return isOutside;
        }));
    }
}
