using DistributedLock.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace DistributedLock.AspNetCore.MinimalApis;

/// <summary>
/// A handler's result that is written while the lock is held (<see cref="LockScope.Response"/>): writing it is no part of the handler's flow, and code that it
/// runs must find the hold all the same.
/// </summary>
internal sealed class LockedResult(IResult inner, LockedRequest held) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        held.EnterFlow();
        return inner.ExecuteAsync(httpContext);
    }
}
