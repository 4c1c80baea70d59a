using DistributedLock.AspNetCore.Locks;
using DistributedLock.AspNetCore.Requests;
using DistributedLock.AspNetCore.Responses;
using DistributedLock.AspNetCore.Templates;
using Microsoft.AspNetCore.Http;

namespace DistributedLock.AspNetCore.MinimalApis;

/// <summary>Runs one endpoint's handler under its locks.</summary>
/// <param name="locks">The endpoint's locks.</param>
/// <param name="requests">What takes them.</param>
/// <param name="tokens">The tokens inside the handler's arguments.</param>
/// <param name="bindsArguments">Whether the framework runs filters also when it could not bind the arguments, as it does on minimal APIs.</param>
internal sealed class EndpointLockFilter(EndpointLocks locks, LockedRequests requests, TokenProperties tokens, bool bindsArguments) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (bindsArguments && http.Response.StatusCode == StatusCodes.Status400BadRequest)
        {
            // The handler is not going to run, and there is nothing to make a key from.
            return TypedResults.Empty;
        }

        var (held, answer) = await requests.TakeAsync(locks, new RequestValues(http, context.Arguments));
        if (held is null)
        {
            return answer;
        }

        object? result;
        try
        {
            held.Replace(context.Arguments, tokens);
            result = await next(context);
        }
        catch (OperationCanceledException) when (held.IsCanceledByLoss)
        {
            return await held.EndAsync() ?? NoAnswer.Instance;
        }
        catch
        {
            await held.EndAsync();
            throw;
        }

        if (locks.HoldsResponse)
        {
            return result is IResult written ? new LockedResult(written, held) : result;
        }

        return await held.EndAsync() ?? result;
    }
}
