namespace DistributedLock.CodeModel.Templates;

/// <summary>The placeholders that name a part of a request, on endpoints: <c>{route.id}</c>, <c>{query.x}</c>, <c>{header[X-Tenant]}</c>, <c>{claim[sub]}</c>.</summary>
internal static class RequestParts
{
    public const string Route = "route";
    public const string Query = "query";
    public const string Header = "header";
    public const string Claim = "claim";

    public static bool IsPart(string name) => name is Route or Query or Header or Claim;

    /// <summary>What of the part is meant; <see langword="null"/> where the placeholder does not say that.</summary>
    public static string? NameIn(TemplatePlaceholder placeholder) => placeholder switch
    {
        { Index: { } index, Path.Count: 1 } => index,
        { Index: null, Path: { Count: 2 } path } => path[1],
        _ => null,
    };

    /// <returns><see langword="null"/> where the placeholder is right.</returns>
    public static string? ReasonAgainst(TemplatePlaceholder placeholder) =>
        NameIn(placeholder) is null ? $"it does not say what of the {placeholder.Path[0]} is meant" : null;

    public static string Instead(TemplatePlaceholder placeholder) => $"write {{{placeholder.Path[0]}.name}} or {{{placeholder.Path[0]}[name]}}";

    /// <summary>Why a placeholder of a request's part must not have a format.</summary>
    public static string FormatProblem(TemplatePlaceholder placeholder) => $"the {placeholder.Path[0]} gives text, which takes no format: remove it, or name a parameter";
}
