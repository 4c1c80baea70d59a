using System.Collections.Concurrent;
using Coravel.Invocable;
using Coravel.Queuing.Interfaces;
using Microsoft.Extensions.DependencyInjection;

namespace Coravel.MiniWorker;

/// <summary>A queue that the test consumes: what is queued then runs, all at the same time.</summary>
public sealed class MiniQueue(IServiceScopeFactory scopes) : IQueue, IQueueConfiguration
{
    private readonly ConcurrentQueue<Func<Task>> _jobs = new();
    private Action<Exception> _onError = static _ => { };

    public Guid QueueInvocable<T>() where T : IInvocable => Enqueue<T>(static _ => { });

    public Guid QueueInvocableWithPayload<T, TParams>(TParams payload) where T : IInvocable, IInvocableWithPayload<TParams> =>
        Enqueue<T>(instance =>
        {
            ((IInvocableWithPayload<TParams>)instance).Payload = payload;
            if (instance is ICancellableTask cancellable)
            {
                cancellable.Token = CancellationToken.None;
            }
        });

    public (Guid, CancellationTokenSource) QueueCancellableInvocable<T>() where T : IInvocable, ICancellableTask
    {
        var source = new CancellationTokenSource();
        return (Enqueue<T>(instance => ((ICancellableTask)instance).Token = source.Token), source);
    }

    public IQueueConfiguration OnError(Action<Exception> errorHandler)
    {
        _onError = errorHandler;
        return this;
    }

    /// <summary>Runs what is queued. What a job throws goes to the error handler, never to the caller.</summary>
    public Task ConsumeAsync()
    {
        var running = new List<Task>();
        while (_jobs.TryDequeue(out var job))
        {
            running.Add(Task.Run(() => RunAsync(job)));
        }

        return Task.WhenAll(running);
    }

    private Guid Enqueue<T>(Action<object> prepare) where T : IInvocable
    {
        _jobs.Enqueue(async () =>
        {
            using var scope = scopes.CreateScope();
            var instance = scope.ServiceProvider.GetService<T>()
                ?? throw new InvalidOperationException($"The queued invocable {typeof(T)} is not a registered service.");
            prepare(instance);
            await instance.Invoke().ConfigureAwait(false);
        });
        return Guid.NewGuid();
    }

    private async Task RunAsync(Func<Task> job)
    {
        try
        {
            await job().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The queue goes on, whatever a job throws.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _onError(exception);
        }
    }
}
