using Coravel.Invocable;

namespace DistributedLock.Jobs.Tests.Coravel;

/// <summary>Its token can be set so often, and then no more.</summary>
[DistributedLock("throwing")]
internal sealed partial class ThrowingTokenJob(IDistributedLockProvider locks, int settings) : IInvocable, ICancellableInvocable
{
    private int _left = settings;

    public bool Ran { get; private set; }

    public CancellationToken CancellationToken
    {
        get => CancellationToken.None;
        set
        {
            if (_left-- == 0)
            {
                throw new InvalidOperationException("no more");
            }
        }
    }

    public Task Invoke()
    {
        Ran = true;
        return Task.CompletedTask;
    }
}
