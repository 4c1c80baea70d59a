using DistributedLock.Sessions;

namespace DistributedLock.Runtime.Tests.Sessions;

/// <summary>A session that ends when it is told to.</summary>
internal sealed class FakeLockSession(Action<FakeLockSession> onEnded) : LockSession
{
    public bool HasEnded => IsEnded;

    public int Pings { get; private set; }

    public void End()
    {
        if (TryEnd())
        {
            onEnded(this);
        }
    }

    public override Task CloseAsync()
    {
        End();
        return Task.CompletedTask;
    }

    protected override Task<bool> PingAsync()
    {
        Pings++;
        return Task.FromResult(!IsEnded);
    }
}
