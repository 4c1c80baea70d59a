using DistributedLock.AspNetCore.Locks;
using Microsoft.AspNetCore.Mvc;

namespace DistributedLock.AspNetCore.Responses;

/// <summary>What locked endpoints answer.</summary>
internal sealed class LockAnswers(DistributedLockEndpointOptions options)
{
    private const string Page = "https://github.com/distributedlock-generators/DistributedLock.Generators/blob/main/docs/integrations/aspnetcore.md";

    public LockAnswer Contended(EndpointLocks locks) => Of(
        options.ContendedStatusCode,
        "#contended",
        "The lock is held elsewhere.",
        $"The request needs the lock '{locks.Templates}', which another request or job holds. Try again later.",
        locks,
        locks.RetryAfter ?? options.RetryAfter);

    public LockAnswer Unavailable(EndpointLocks locks) => Of(
        503,
        "#unavailable",
        "The lock cannot be taken.",
        $"The store of the lock '{locks.Templates}' does not answer. Try again later.",
        locks,
        options.UnavailableRetryAfter);

    public LockAnswer Lost(EndpointLocks locks) => Of(
        503,
        "#lost",
        "The lock was lost.",
        $"The lock '{locks.Templates}' was lost while the request ran, so what it did may be incomplete. Try again later.",
        locks,
        options.UnavailableRetryAfter);

    public LockAnswer Missing(EndpointLocks locks, string placeholder) => Of(
        400,
        "#missing",
        "A value is missing.",
        $"The request needs the lock '{locks.Templates}', and has no single value for '{placeholder}' in it.",
        locks,
        retryAfter: null);

    private static LockAnswer Of(int status, string anchor, string title, string detail, EndpointLocks locks, TimeSpan? retryAfter) => new(
        new ProblemDetails
        {
            Type = Page + anchor,
            Title = title,
            Status = status,
            Detail = detail,
            Extensions = { ["lock"] = locks.Templates },
        },
        retryAfter);
}
