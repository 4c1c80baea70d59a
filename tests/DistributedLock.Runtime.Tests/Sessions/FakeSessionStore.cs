using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Sessions;

namespace DistributedLock.Runtime.Tests.Sessions;

/// <summary>One session of a <see cref="FakeSessionServer"/>, that is, one process. Every asynchronous call is really asynchronous.</summary>
internal class FakeSessionStore(FakeSessionServer server) : ISessionStore
{
    private static long _lastToken;

    public string Name => "fake";

    /// <summary>So long that no test passes by polling.</summary>
    public TimeSpan PollInterval => TimeSpan.FromMinutes(5);

    /// <summary>What happens on the way to the server, before a try.</summary>
    public Func<CancellationToken, Task> OnTry { get; set; } = static _ => Network.HopAsync();

    /// <summary>What happens after a successful try, before its answer arrives.</summary>
    public Func<FakeSessionHold, Task> OnTaken { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What happens on the way to the server, before a release.</summary>
    public Func<Task> OnRelease { get; set; } = static () => Network.HopAsync();

    /// <summary>What happens on the way to the server, before a registration.</summary>
    public Func<SessionIntentKind, Task> OnRegister { get; set; } = static _ => Network.HopAsync();

    public FakeSessionServer Server => server;

    public async ValueTask<SessionHold?> TryAcquireAsync(SessionAttempt attempt, CancellationToken cancellationToken)
    {
        await OnTry(cancellationToken).ConfigureAwait(false);
        var hold = (FakeSessionHold?)TryAcquire(attempt, cancellationToken);
        if (hold is not null)
        {
            await OnTaken(hold).ConfigureAwait(false);
        }

        return hold;
    }

    public SessionHold? TryAcquire(SessionAttempt attempt, CancellationToken cancellationToken)
    {
        foreach (var slot in attempt.Resource.IsSemaphore ? attempt.Slots : [-1])
        {
            if (server.TryLock(this, attempt.Resource, slot, attempt.Mode, attempt.YieldsToWriters))
            {
                var hold = new FakeSessionHold(this, attempt.Resource, slot, NextToken());
                server.Remember(attempt.Resource, hold);
                return hold;
            }
        }

        return null;
    }

    public async ValueTask<ISessionIntent> RegisterAsync(
        LockResource resource, SessionIntentKind kind, Action? onWake, CancellationToken cancellationToken)
    {
        await OnRegister(kind).ConfigureAwait(false);
        return Register(resource, kind, onWake, cancellationToken);
    }

    public ISessionIntent Register(LockResource resource, SessionIntentKind kind, Action? onWake, CancellationToken cancellationToken) =>
        server.Register(this, resource, kind, onWake);

    public async ValueTask NotifyAsync(LockResource resource)
    {
        await Network.HopAsync().ConfigureAwait(false);
        Notify(resource);
    }

    public void Notify(LockResource resource) => server.Notify(resource);

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => default;

    public static long NextToken() => Interlocked.Increment(ref _lastToken);
}
