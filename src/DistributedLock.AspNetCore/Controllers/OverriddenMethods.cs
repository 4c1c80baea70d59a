using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DistributedLock.AspNetCore.Controllers;

/// <summary>
/// Finds what an override inherits. The framework gives it the routes of the method that it overrides, and reflection does not give it the locks: it would be
/// reached like that method, and run unlocked.
/// </summary>
internal static class OverriddenMethods
{
    /// <returns>The method itself, or the nearest one that it overrides, which carries the attribute; <see langword="null"/> where none does.</returns>
    public static MethodInfo? Declaring(MethodInfo method)
    {
        if (IsLocked(method))
        {
            return method;
        }

        for (var type = method.DeclaringType?.BaseType; method.IsVirtual && type is not null; type = type.BaseType)
        {
            if (DeclaredBy(type).FirstOrDefault(other => IsLocked(other) && IsOverridden(other, method)) is { } overridden)
            {
                return overridden;
            }
        }

        return null;
    }

    private static bool IsLocked(MethodInfo method) => method.IsDefined(typeof(DistributedLockAttribute), inherit: false);

    /// <summary>An override that returns a narrower type has a slot of its own, and the compiler's mark that it overrides all the same.</summary>
    private static bool IsOverridden(MethodInfo candidate, MethodInfo method) => candidate.IsVirtual
        && candidate.Name == method.Name
        && candidate.GetParameters().Select(static parameter => parameter.ParameterType).SequenceEqual(method.GetParameters().Select(static parameter => parameter.ParameterType))
        && (candidate.GetBaseDefinition() == method.GetBaseDefinition() || method.IsDefined(typeof(PreserveBaseOverridesAttribute), inherit: false));

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The trimmer keeps what an endpoint's method overrides.")]
    private static MethodInfo[] DeclaredBy(Type type) => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly);
}
