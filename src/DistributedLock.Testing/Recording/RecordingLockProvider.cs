namespace DistributedLock.Testing;

/// <summary>Writes down what happens to the locks of another provider, which keeps its behaviour. For tests with a real backend. Thread-safe.</summary>
public sealed class RecordingLockProvider : InterceptingLockProvider
{
    /// <summary>Wraps a provider.</summary>
    /// <param name="inner">The provider; disposed with this one.</param>
    /// <param name="recorder">Where to write it down, for instance one recorder for several providers; a new one when not given.</param>
    public RecordingLockProvider(IDistributedLockProvider inner, LockRecorder? recorder = null)
        : base(inner, recorder ?? new LockRecorder(), clock: null)
    {
    }

    private protected override Interception Plan(LockRequest request) => Interception.None;
}
