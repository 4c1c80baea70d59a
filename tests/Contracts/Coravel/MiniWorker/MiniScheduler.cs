using System.Collections.Concurrent;
using Coravel.Invocable;
using Coravel.Scheduling.Schedule.Interfaces;
using Microsoft.Extensions.DependencyInjection;

namespace Coravel.MiniWorker;

/// <summary>A scheduler whose ticks the test makes: at each, every scheduled job runs, all at the same time. Intervals are not looked at.</summary>
public sealed class MiniScheduler(IServiceScopeFactory scopes) : IScheduler, ISchedulerConfiguration
{
    private readonly List<MiniScheduledEvent> _events = [];
    private readonly ConcurrentDictionary<string, bool> _running = new();
    private Action<Exception> _onError = static _ => { };

    public IScheduleInterval Schedule<T>() where T : IInvocable => ScheduleWithParams<T>();

    public IScheduleInterval ScheduleWithParams<T>(params object[] parameters) where T : IInvocable
    {
        var scheduled = new MiniScheduledEvent(typeof(T), parameters);
        _events.Add(scheduled);
        return scheduled;
    }

    public IScheduler OnWorker(string workerName) => this;

    public ISchedulerConfiguration OnError(Action<Exception> onError)
    {
        _onError = onError;
        return this;
    }

    /// <summary>Runs every scheduled job once. What a job throws goes to the error handler, never to the caller.</summary>
    /// <param name="stopping">What a job that is an <see cref="ICancellableInvocable"/> is given.</param>
    public Task TickAsync(CancellationToken stopping = default) =>
        Task.WhenAll(_events.Select(scheduled => Task.Run(() => RunAsync(scheduled, stopping), CancellationToken.None)));

    private async Task RunAsync(MiniScheduledEvent scheduled, CancellationToken stopping)
    {
        if (scheduled.OverlapIdentifier is { } identifier && !_running.TryAdd(identifier, true))
        {
            return;
        }

        try
        {
            await InvokeAsync(scheduled, stopping).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The scheduler goes on, whatever a job throws.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _onError(exception);
        }
        finally
        {
            if (scheduled.OverlapIdentifier is { } mine)
            {
                _running.TryRemove(mine, out _);
            }
        }
    }

    private async Task InvokeAsync(MiniScheduledEvent scheduled, CancellationToken stopping)
    {
        using var scope = scopes.CreateScope();
        var instance = scheduled.Parameters is { Length: > 0 } parameters
            ? ActivatorUtilities.CreateInstance(scope.ServiceProvider, scheduled.Type, parameters)
            : scope.ServiceProvider.GetRequiredService(scheduled.Type);
        if (instance is ICancellableInvocable cancellable)
        {
            cancellable.CancellationToken = stopping;
        }

        await ((IInvocable)instance).Invoke().ConfigureAwait(false);
    }
}
