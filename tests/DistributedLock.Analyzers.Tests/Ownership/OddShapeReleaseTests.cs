using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Ownership;

/// <summary>DLK0102 is silent on releases that are written in ways few people write.</summary>
public sealed class OddShapeReleaseTests
{
    private const string Rule = "DLK0102";

    [Theory(Timeout = 60_000)]
    [InlineData("""var h = locks.TryAcquire("a"); if (h is not { Key: var key }) { return; } using (h) { Console.WriteLine(key); }""")]
    [InlineData("""var h = locks.TryAcquire("a"); if ((h, 1) is ({ } there, 1)) { using (there) { Work(); } }""")]
    [InlineData("""var h = locks.TryAcquire("a"); switch (h, flag) { case (null, _): return; case ({ } there, _): using (there) { Work(); } break; }""")]
    [InlineData("""Action<IDistributedLockHandle> free = x => x.Dispose(); free(locks.Acquire("a"));""")]
    [InlineData("""Action<IDistributedLockHandle> release = x => x.Dispose(); var h = locks.Acquire("a"); try { Work(); } finally { release(h); }""")]
    [InlineData("""checked { using var h = locks.Acquire("a"); Work(); }""")]
    [InlineData("""var tries = 0; again: var h = locks.TryAcquire("a"); if (h is null) { if (tries++ < 3) { goto again; } return; } using (h) { Work(); }""")]
    [InlineData("""using var guard = new Guard(locks.Acquire("a")); Work();""", "ref struct Guard { private IDistributedLockHandle _h; public Guard(IDistributedLockHandle h) { _h = h; } public void Dispose() => _h.Dispose(); }")]
    [InlineData("""try { Slot(ref _slot); } finally { _slot?.Dispose(); }""", """IDistributedLockHandle? _slot; void Slot(ref IDistributedLockHandle? slot) { slot = locks.Acquire("a"); }""")]
    [InlineData("""IDistributedLockHandle?[] all = new IDistributedLockHandle?[1]; ref var first = ref all[0]; first = locks.Acquire("a"); Array.ForEach(all, x => x?.Dispose());""")]
    [InlineData("""dynamic h = locks.Acquire("a"); try { Work(); } finally { h.Dispose(); }""")]
    [InlineData("""var held = new { Handle = locks.Acquire("a") }; try { Work(); } finally { held.Handle.Dispose(); }""")]
    public Task Handle_is_silent(string statements, string members = "") => Check.SilentAsync(Rule, OwnershipCode.InSync(statements, members));
}
