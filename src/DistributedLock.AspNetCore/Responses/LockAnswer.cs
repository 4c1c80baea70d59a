using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.AspNetCore.Responses;

/// <summary>The answer to a request whose handler did not run, or whose result does not count, for both kinds of endpoints.</summary>
/// <remarks>It shows templates and never a value: a key may hold what one client must not learn about another.</remarks>
internal sealed class LockAnswer(ProblemDetails problem, TimeSpan? retryAfter) : IResult, IActionResult
{
    public int Status => problem.Status!.Value;

    public Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (retryAfter is { } time)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        response.Headers.CacheControl = "no-store";
        var service = httpContext.RequestServices.GetService<IProblemDetailsService>();
        if (service is null || !await service.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem }))
        {
            await TypedResults.Problem(problem).ExecuteAsync(httpContext);
        }
    }
}
