using System.Reflection;
using DistributedLock.AspNetCore.Templates;
using Microsoft.AspNetCore.Mvc;

namespace DistributedLock.AspNetCore.Locks;

/// <summary>The method that a request runs, as far as its locks are concerned.</summary>
/// <param name="Parameters">What its templates can name.</param>
/// <param name="ReturnsStream">Whether its own code goes on while the response is written.</param>
internal sealed record EndpointHandler(IReadOnlyList<EndpointParameter> Parameters, bool ReturnsStream)
{
    public static EndpointHandler Of(MethodInfo method) => new(
        [.. method.GetParameters().Where(static parameter => parameter.Name is not null).Select(static parameter => new EndpointParameter(parameter.Name!, parameter.ParameterType, parameter.Position))],
        IsStream(Payload(method.ReturnType)));

    private static Type Payload(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>) || type.GetGenericTypeDefinition() == typeof(ActionResult<>))
            ? Payload(type.GenericTypeArguments[0])
            : type;

    private static bool IsStream(Type type) => type.IsAssignableTo(typeof(IQueryable)) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
}
