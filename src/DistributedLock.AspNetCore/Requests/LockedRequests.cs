using DistributedLock.AspNetCore.Locks;
using DistributedLock.AspNetCore.Responses;
using DistributedLock.AspNetCore.Templates;
using DistributedLock.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Logging;

namespace DistributedLock.AspNetCore.Requests;

/// <summary>Takes the locks of a request: the one place where both kinds of endpoints do. Thread-safe.</summary>
internal sealed class LockedRequests(LockAnswers answers, ILogger<LockedRequests> logger)
{
    /// <summary>Waits for the locks of a request.</summary>
    /// <remarks>
    /// It is not <c>async</c>: the flow of its caller has to remember the hold, or a locked method that the handler calls would wait for the handler's own lock.
    /// </remarks>
    /// <returns>The hold; or the answer for a request whose handler must not run.</returns>
    public ValueTask<(LockedRequest? Held, IResult? Answer)> TakeAsync(EndpointLocks locks, RequestValues values)
    {
        locks.ThrowIfImpossible();
        var context = values.HttpContext;
        var aborted = context.RequestAborted;
        try
        {
            var claims = new LockClaims();
            (IDistributedLockProvider? Provider, LockRequest? Request) only = default;
            var count = 0;
            foreach (var one in locks.Locks)
            {
                var provider = LockProviders.Find(context.RequestServices, one.Provider)
                    ?? throw new InvalidOperationException($"The endpoint '{locks.Endpoint}' cannot be locked, so it does not run: {LockProviders.Missing(one.Provider)}.");
                foreach (var request in one.Requests(values))
                {
                    claims.Add(provider, request);
                    only = (provider, request);
                    count++;
                }
            }

            var waiting = new WaitingRequest(context);
            var acquisition = count == 1 ? LockCall.AcquireAsync(only.Provider, only.Request!, aborted) : claims.AcquireAsync(aborted);
            return AwaitAsync(acquisition, locks, context, waiting, aborted);
        }
        catch (MissingValueException exception)
        {
            return new((null, answers.Missing(locks, exception.Placeholder)));
        }
        catch (Exception exception) when (AnswerTo(exception, locks, context, aborted) is { } answer)
        {
            return new((null, answer));
        }
    }

    /// <summary>The answer for a request that lost its lock: whatever its handler has given, another one may have run beside it.</summary>
    public LockAnswer Lost(EndpointLocks locks) => answers.Lost(locks);

    public void LogCut(EndpointLocks locks) => EndpointLockLog.Cut(logger, locks.Templates, locks.Endpoint);

    private async ValueTask<(LockedRequest?, IResult?)> AwaitAsync(
        ValueTask<IDistributedLockHandle> acquisition, EndpointLocks locks, HttpContext context, WaitingRequest waiting, CancellationToken aborted)
    {
        IDistributedLockHandle handle;
        try
        {
            handle = await acquisition;
        }
        catch (Exception exception) when (AnswerTo(exception, locks, context, aborted) is { } answer)
        {
            return (null, answer);
        }

        return (await LockedRequest.StartAsync(handle, locks, this, context, waiting, aborted), null);
    }

    /// <returns><see langword="null"/> for what is neither the store's nor the client's doing.</returns>
    private IResult? AnswerTo(Exception exception, EndpointLocks locks, HttpContext context, CancellationToken aborted)
    {
        switch (exception)
        {
            case OperationCanceledException when aborted.IsCancellationRequested && !IsTimedOut(context):
                return NoAnswer.Instance;
            case LockNotAcquiredException:
                EndpointLockLog.Contended(logger, locks.Templates, locks.Endpoint);
                return answers.Contended(locks);
            case LockBackendException:
                EndpointLockLog.Unavailable(logger, locks.Templates, locks.Endpoint, exception);
                return answers.Unavailable(locks);
            default:
                return null;
        }
    }

    /// <summary>The framework's own time limit for a request uses the same token, and has an answer of its own: the client is still there.</summary>
    private static bool IsTimedOut(HttpContext context) => context.Features.Get<IHttpRequestTimeoutFeature>()?.RequestTimeoutToken.IsCancellationRequested == true;
}
