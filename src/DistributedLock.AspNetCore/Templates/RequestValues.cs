using Microsoft.AspNetCore.Http;

namespace DistributedLock.AspNetCore.Templates;

/// <summary>What the keys of one request are made from.</summary>
/// <param name="HttpContext">The request.</param>
/// <param name="Arguments">The handler's arguments, in the order of its parameters.</param>
internal readonly record struct RequestValues(HttpContext HttpContext, IList<object?> Arguments);
