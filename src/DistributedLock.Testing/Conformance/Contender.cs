namespace DistributedLock.Testing;

/// <summary>Somebody who takes locks, in one of the two forms of the contract.</summary>
internal sealed class Contender(IDistributedLockProvider provider, LockForm form, CancellationToken caseToken)
{
    public IDistributedLockProvider Provider => provider;

    public Task<IDistributedLockHandle?> TryAcquireAsync(LockRequest request) => TryAcquireAsync(request, caseToken);

    public Task<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken) => form == LockForm.Async
        ? provider.TryAcquireAsync(request, cancellationToken).AsTask()
        : OnOwnThread(() => provider.TryAcquire(request, cancellationToken));

    public async Task<IDistributedLockHandle> AcquireAsync(LockRequest request) =>
        Expect.Held(await TryAcquireAsync(request).ConfigureAwait(false), request);

    public Task ReleaseAsync(IDistributedLockHandle handle)
    {
        if (form == LockForm.Async)
        {
            return handle.DisposeAsync().AsTask();
        }

        return OnOwnThread(() =>
        {
            handle.Dispose();
            return true;
        });
    }

    // A blocked wait must not occupy the pool that the rest of the case runs on.
    private static Task<T> OnOwnThread<T>(Func<T> call) =>
        Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
