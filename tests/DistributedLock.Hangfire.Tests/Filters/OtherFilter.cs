using System.Collections.Concurrent;
using Hangfire.Common;
using Hangfire.Server;

namespace DistributedLock.Hangfire.Tests.Filters;

/// <summary>A filter of somebody else's.</summary>
internal sealed class OtherFilter : IJobFilter, IServerFilter, IServerExceptionFilter
{
    public bool AllowMultiple => true;

    public int Order { get; init; }

    public Action<PerformingContext>? Performing { get; init; }

    public ConcurrentQueue<Exception> Errors { get; } = new();

    public void OnPerforming(PerformingContext context) => Performing?.Invoke(context);

    public void OnPerformed(PerformedContext context)
    {
    }

    public void OnServerException(ServerExceptionContext context) => Errors.Enqueue(context.Exception);
}
