using System.Security.Claims;
using DistributedLock.CodeModel.Templates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace DistributedLock.AspNetCore.Templates;

/// <summary>A part of the request itself, as text: <c>{route.id}</c>, <c>{query.x}</c>, <c>{header[X-Tenant]}</c>, <c>{claim[sub]}</c>.</summary>
internal sealed class RequestSource(string part, string name) : PlaceholderSource
{
    /// <summary>The route's value of that name, where this is one: the start-up check compares it with the pattern.</summary>
    public string? RouteValue => part == RequestParts.Route ? name : null;

    /// <remarks>
    /// An empty text is what clients send for "nothing", and of several values it would be chance which one is locked: neither is a value.
    /// </remarks>
    public override object? Read(RequestValues values)
    {
        if (part == RequestParts.Route)
        {
            return values.HttpContext.GetRouteValue(name) is { } value and not "" ? value : null;
        }

        var texts = Texts(values.HttpContext);
        return texts is [{ Length: > 0 } text] ? text : null;
    }

    public override IEnumerable<object?> ReadAll(RequestValues values) => part == RequestParts.Route
        ? Read(values) is { } value ? [value] : []
        : Texts(values.HttpContext).Where(static text => !string.IsNullOrEmpty(text));

    private StringValues Texts(HttpContext context) => part switch
    {
        RequestParts.Query => context.Request.Query[name],
        RequestParts.Header => context.Request.Headers[name],
        _ => context.User.FindAll(name).Select(static (Claim claim) => claim.Value).Distinct(StringComparer.Ordinal).ToArray(),
    };
}
