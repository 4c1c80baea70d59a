using System.Net;
using System.Text.Json;

namespace DistributedLock.AspNetCore.Tests.Hosting;

/// <summary>What a test looks at in a response that is problem details.</summary>
internal sealed record Answer(HttpStatusCode Status, string? ContentType, TimeSpan? RetryAfter, string Body, string Headers)
{
    public JsonElement Problem => JsonDocument.Parse(Body).RootElement;

    public string? Lock => Problem.GetProperty("lock").GetString();

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.RetryAfter?.Delta,
        await response.Content.ReadAsStringAsync(),
        response.Headers.ToString());
}
