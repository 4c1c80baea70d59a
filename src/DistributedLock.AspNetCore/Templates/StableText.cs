using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using DistributedLock.CodeModel.Templates;

namespace DistributedLock.AspNetCore.Templates;

/// <summary>Which types have one stable text: the compiler's rules (DLK0006) again, for templates that it does not see.</summary>
internal static class StableText
{
    /// <summary>Whether values of the type can be written into a key. One of type <see cref="object"/> is judged when it is there.</summary>
    public static bool Has(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(object) || type == typeof(string) || type == typeof(char) || type == typeof(bool) || type.IsEnum
            || type.IsAssignableTo(typeof(IFormattable))
            || (!type.IsAssignableTo(typeof(ITuple)) && !type.IsAssignableTo(typeof(IEnumerable)) && HasOwnText(type));
    }

    /// <summary>Whether a format means something to the type.</summary>
    public static bool TakesFormat(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(object) || type.IsEnum || type.IsAssignableTo(typeof(IFormattable));
    }

    /// <summary>What is wrong with a format for the type; <see langword="null"/> where nothing is, or nothing is known of the type.</summary>
    public static string? ProblemOf(Type type, string format)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? KeyFormat.ProblemOf(type: null, format)
            : type is { Namespace: nameof(System), DeclaringType: null } ? KeyFormat.ProblemOf(type.Name, format)
            : null;
    }

    /// <summary>The type of a collection's elements; <see langword="null"/> for what is no collection, or several at once.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What the trimmer has removed is not found, and then the application does not start: nothing runs unlocked.")]
    public static Type? ElementOf(Type type)
    {
        if (type.IsArray)
        {
            return type.GetArrayRank() == 1 ? type.GetElementType() : null;
        }

        var collections = type.GetInterfaces().Append(type)
            .Where(static candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>))
            .ToList();
        return collections is [var only] ? only.GenericTypeArguments[0] : null;
    }

    /// <summary>Not the <c>ToString</c> that prints the type's name, nor a record's, which prints every member.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What the trimmer has removed is not found, and then the application does not start: nothing runs unlocked.")]
    private static bool HasOwnText(Type type)
    {
        var own = type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes);
        return own?.DeclaringType is { } owner && owner != typeof(object) && owner != typeof(ValueType)
            && !own.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
    }
}
