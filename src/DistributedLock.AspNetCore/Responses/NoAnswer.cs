using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace DistributedLock.AspNetCore.Responses;

/// <summary>For a request whose client is gone: nobody reads an answer, so there is none. The status is for logs and metrics.</summary>
internal sealed class NoAnswer : IResult, IActionResult
{
    public static NoAnswer Instance { get; } = new();

    public Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (!httpContext.Response.HasStarted)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }

        return Task.CompletedTask;
    }
}
