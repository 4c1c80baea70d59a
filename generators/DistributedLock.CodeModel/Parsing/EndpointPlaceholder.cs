using DistributedLock.CodeModel.Templates;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Why a placeholder names nothing on an endpoint, in the words of DLK0005.</summary>
/// <param name="Reason">What is wrong.</param>
/// <param name="Instead">What to write instead.</param>
/// <param name="Answer">The whole path that was probably meant; <see langword="null"/> where none is near.</param>
internal sealed record EndpointPlaceholder(string Reason, string Instead, string? Answer)
{
    /// <param name="placeholder">A placeholder whose first name is no parameter of the handler.</param>
    /// <param name="parameters">The parameters that it could name; <see langword="null"/> where they are not known.</param>
    /// <param name="handler">What the message calls the handler.</param>
    /// <returns><see langword="null"/> for a placeholder that names a part of the request.</returns>
    public static EndpointPlaceholder? ProblemOf(TemplatePlaceholder placeholder, IReadOnlyCollection<string>? parameters, string handler)
    {
        var name = placeholder.Path[0];
        if (RequestParts.IsPart(name))
        {
            return RequestParts.ReasonAgainst(placeholder) is { } reason ? new EndpointPlaceholder(reason, RequestParts.Instead(placeholder), null) : null;
        }

        if (placeholder.IsThis)
        {
            return new EndpointPlaceholder("an endpoint's key cannot use members of an instance", "name a parameter, or {route.x}, {query.x}, {header[x]}, {claim[x]}", null);
        }

        if (parameters is null)
        {
            return null;
        }

        var unknown = $"'{name}' is no parameter of {handler}";
        if (NearestName.Of(name, parameters) is not { } nearest)
        {
            return new EndpointPlaceholder(unknown, $"name one that is there, or write {{route.{name}}} for the value in the route", null);
        }

        var whole = string.Join(".", new[] { nearest }.Concat(placeholder.Path.Skip(1)));
        return new EndpointPlaceholder(unknown, $"did you mean {{{whole}}}?", whole);
    }
}
