using DistributedLock.Telemetry;

namespace DistributedLock;

/// <summary>What is the same for every provider that can end a hold by force: whether it may, and who is told.</summary>
internal sealed class ForceRelease(ILockProviderInfo provider, DistributedLockOptions options, LockMetadata self)
{
    private readonly bool _isAllowed = options.AllowForceRelease;

    /// <summary>Looks whether it may be done.</summary>
    /// <returns>The identity of the hold.</returns>
    /// <exception cref="InvalidOperationException">It is not enabled.</exception>
    /// <exception cref="ArgumentException">The hold has no identity.</exception>
    public string Check(LockInfo held)
    {
        if (held is null)
        {
            throw new ArgumentNullException(nameof(held));
        }

        if (!_isAllowed)
        {
            throw new InvalidOperationException(
                $"Ending the hold of '{held.Key}' by force is not enabled for {provider.Name}: expected the option AllowForceRelease = true, for the tool or service of those who may do it.");
        }

        return !string.IsNullOrEmpty(held.HoldId) ? held.HoldId! : throw new ArgumentException(
            $"The hold of '{held.Key}' has no HoldId: expected one as ListAsync or GetAsync of this provider tell it, so that no later hold can be ended in its place.", nameof(held));
    }

    /// <summary>It is done.</summary>
    public void Tell(LockInfo held)
    {
        LockMeter.ForceReleased(RequestOf(held), provider.Name);
        InspectionLog.ForceReleased(
            provider.Logger, held.Key, LockTags.ModeOf(RequestOf(held)), held.HoldId!, provider.Name, LockMetadata.HolderOf(held), held.FencingToken, self.ThisProcess);
    }

    /// <summary>Nobody knows whether it is done.</summary>
    public void TellUnknown(LockInfo held, Exception exception) =>
        InspectionLog.ForceReleaseUnknown(provider.Logger, held.Key, held.HoldId!, provider.Name, LockMetadata.HolderOf(held), self.ThisProcess, exception);

    /// <summary>The request of a hold as far as it is known: the number of a semaphore's permits is not.</summary>
    public static LockRequest RequestOf(LockInfo held) => new(new LockKey(held.Key)) { Mode = held.Mode, MaxConcurrency = held.IsSemaphore ? 2 : 1 };
}
