using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace DistributedLock.AspNetCore.Controllers;

/// <summary>
/// Knows the locked methods whose wrapper the generator has written. They carry the attribute, too, and take their locks themselves: an endpoint that took them
/// first would make them wait for themselves.
/// </summary>
internal static class GeneratedWrappers
{
    private static readonly ConcurrentDictionary<Assembly, ILookup<string, string>> Members = new();

    /// <summary>
    /// Whether a method is such a wrapper. Of overloads that the metadata does not tell apart all are, or none: an action that is taken for a wrapper would run unlocked,
    /// while a wrapper that is taken for an action is refused by its own lock.
    /// </summary>
    public static bool Contain(MethodInfo method)
    {
        var type = method.DeclaringType;
        if (type?.FullName is null)
        {
            return false;
        }

        var wrappers = Members.GetOrAdd(type.Assembly, MembersOf)[$"{Name(type)}.{method.Name}/{method.GetParameters().Length}"].Count();
        return wrappers > 0 && wrappers >= LockedOverloads(type, method);
    }

    private static ILookup<string, string> MembersOf(Assembly assembly) =>
        assembly.GetCustomAttributes<LockDefinitionInfoAttribute>().Select(static info => info.Member).Distinct(StringComparer.Ordinal).ToLookup(NameOf);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What the trimmer has removed is no endpoint.")]
    private static int LockedOverloads(Type type, MethodInfo method) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Count(other => other.Name == method.Name && other.GetParameters().Length == method.GetParameters().Length && other.IsDefined(typeof(DistributedLockAttribute), inherit: false));

    /// <summary>With the number of type parameters, as reflection writes it: types that differ in it alone are two.</summary>
    private static string Name(Type type) => type.DeclaringType is { } outer ? $"{Name(outer)}.{type.Name}"
        : string.IsNullOrEmpty(type.Namespace) ? type.Name
        : $"{type.Namespace}.{type.Name}";

    /// <summary>From <c>Namespace.Type&lt;T&gt;.Method(ParameterTypes)</c>: with the number of type parameters, and of parameters.</summary>
    private static string NameOf(string member)
    {
        var open = member.IndexOf('(', StringComparison.Ordinal);
        var name = string.Join(".", (open < 0 ? member : member[..open]).Split('.').Select(WithArity));
        var parameters = open < 0 ? "" : WithoutArguments(member[(open + 1)..^1]);
        return $"{name}/{(parameters.Length == 0 ? 0 : parameters.Split(',').Length)}";
    }

    /// <summary>A declaration has names for its type parameters, in which there are no further ones.</summary>
    private static string WithArity(string part) => part.IndexOf('<', StringComparison.Ordinal) is > 0 and var open ? $"{part[..open]}`{part.Split(',').Length}" : part;

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
