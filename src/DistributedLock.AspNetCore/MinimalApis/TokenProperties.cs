using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace DistributedLock.AspNetCore.MinimalApis;

/// <summary>The tokens inside the <c>[AsParameters]</c> objects of one handler. The framework makes such an object before the lock is taken, so its tokens do not know of a loss yet.</summary>
internal sealed class TokenProperties
{
    private readonly (int Position, PropertyInfo[] Properties)[] _objects;

    private TokenProperties((int, PropertyInfo[])[] objects) => _objects = objects;

    public static TokenProperties Of(MethodInfo handler) => new(
        [.. handler.GetParameters()
            .Where(static parameter => parameter.IsDefined(typeof(AsParametersAttribute), inherit: false))
            .Select(static parameter => (parameter.Position, Settable(parameter.ParameterType)))
            .Where(static found => found.Item2.Length > 0)]);

    /// <summary>Puts one token in the place of another, where that can be set.</summary>
    public void Replace(IList<object?> arguments, CancellationToken before, CancellationToken after)
    {
        foreach (var (position, properties) in _objects)
        {
            if (arguments[position] is not { } holder)
            {
                continue;
            }

            foreach (var property in properties.Where(property => (CancellationToken)property.GetValue(holder)! == before))
            {
                property.SetValue(holder, after);
            }

            // A structure came as a copy.
            arguments[position] = holder;
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A token that the trimmer has left without a setter is documented as one that cannot be set.")]
    private static PropertyInfo[] Settable(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.PropertyType == typeof(CancellationToken) && property is { CanRead: true, CanWrite: true } && property.GetIndexParameters().Length == 0)];
}
