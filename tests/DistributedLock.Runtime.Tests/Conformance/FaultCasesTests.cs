using DistributedLock.Testing;
using Xunit;

namespace DistributedLock.Runtime.Tests.Conformance;

/// <summary>The cases of crashes and of losses from outside: each notices what is broken.</summary>
public sealed class FaultCasesTests
{
    private static readonly FaultFixture CrashFreesNothing = new() { IsFreedByCrash = static _ => false };

    // Long leases for the same reason as with processes: one that ended by itself would look like one that was taken away.
    private static readonly FaultFixture NothingIsTaken = new()
    {
        Taken = static _ => null,
        Spoil = static (provider, _) => new DelegatingProvider(provider) { Ask = static request => request with { Lease = TimeSpan.FromMinutes(5) } },
    };

    private static readonly Dictionary<string, (FaultFixture Fixture, string Case)> Defects = new()
    {
        ["a process excludes nobody"] = (
            new FaultFixture { AskedByProcess = static request => request with { Key = "elsewhere-" + request.Key } },
            "Lock_of_a_living_process_stays_held"),
        ["a crash frees all but the last lock"] = (
            new FaultFixture { IsFreedByCrash = static index => index != 4 }, "Several_locks_of_a_crashed_process_all_become_free"),
        ["a crash frees one permit of two"] = (
            new FaultFixture { IsFreedByCrash = static index => index != 7 }, "Several_locks_of_a_crashed_process_all_become_free"),
        ["a crash takes the lock from the living too"] = (
            Giving(static (inner, _, _) => inner, static request => request.Mode == LockMode.Exclusive ? request with { Key = "x" + request.Key } : request),
            "Shared_hold_beside_that_of_a_crashed_process_stays_held"),
        ["tokens don't grow over a crash"] = (
            Giving(static (inner, _, _) => new ChangedHandle(inner) { Token = 0 }), "Lock_of_a_crashed_process_is_the_next_holders"),
        ["tokens don't grow over a crash for waiters"] = (
            Giving(static (inner, _, _) => new ChangedHandle(inner) { Token = 0 }), "Waiter_behind_a_process_that_crashes_gets_the_lock"),
        ["tokens don't grow over a loss"] = (
            Giving(static (inner, _, _) => new ChangedHandle(inner) { Token = 7 }), "Waiter_gets_the_lock_that_is_taken_away_async_across_providers"),
        ["a loss takes other leases too"] = (
            new FaultFixture { Taken = static request => request with { Key = request.Key.Value.Replace("taken", "after", StringComparison.Ordinal) } },
            "Other_leases_of_a_holder_stay_when_one_is_taken_away"),
        ["an extension is acknowledged after the loss"] = (
            Giving(static (inner, _, _) => new ChangedHandle(inner) { IsEveryExtensionAcknowledged = true }),
            "Extending_a_lock_that_was_taken_away_is_denied_and_does_not_take_it_again"),
        ["a lost token never fires"] = (
            Giving(static (inner, _, _) => new ChangedHandle(inner) { Lost = CancellationToken.None }),
            "Body_whose_lock_is_taken_away_ends_in_LockLostException"),
        ["a release frees whoever has the lock"] = (
            Giving(static (inner, request, fixture) => new ChangedHandle(inner) { OnReleased = () => fixture.Drop(request) }),
            "Release_of_a_lock_that_was_taken_away_leaves_the_next_holders_alone_async_across_providers"),
        ["a release frees whoever has the lock, in the synchronous form"] = (
            Giving(static (inner, request, fixture) => new ChangedHandle(inner) { OnReleased = () => fixture.Drop(request) }),
            "Release_of_a_lock_known_to_be_lost_leaves_the_next_holders_alone_sync_across_providers"),
    };

    /// <summary>Each case of crashes, but for the one that has none.</summary>
    public static TheoryData<string> CrashNames => NamesOf(LockCapabilities.ProcessCrash, "Lock_of_a_living_process_stays_held");

    public static TheoryData<string> LossNames => NamesOf(LockCapabilities.OutsideLoss);

    public static TheoryData<string> DefectNames => new(Defects.Keys);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(CrashNames))]
    public Task Crash_that_frees_nothing_is_found(string name) => IsFoundAsync(name, CrashFreesNothing);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(LossNames))]
    public Task Lock_that_cannot_be_lost_is_found(string name) => IsFoundAsync(name, NothingIsTaken);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(DefectNames))]
    public Task Defect_is_found(string defect) => IsFoundAsync(Defects[defect].Case, Defects[defect].Fixture);

    [Theory(Timeout = 60_000)]
    [InlineData("Lock_of_a_living_process_stays_held", nameof(LockConformanceFixture.StartHoldingProcessAsync))]
    [InlineData("Lost_token_fires_when_the_lock_is_taken_away", nameof(LockConformanceFixture.TakeAwayAsync))]
    public async Task Fixture_that_promises_without_overriding_is_told_what_to_override(string name, string member)
    {
        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => LockConformance.Find(name).RunAsync(new PromisingFixture(), Token));

        Assert.Contains($"{nameof(PromisingFixture)} promises", exception.Message, StringComparison.Ordinal);
        Assert.Contains(member, exception.Message, StringComparison.Ordinal);
    }

    private static async Task IsFoundAsync(string name, FaultFixture fixture)
    {
        var exception = await Assert.ThrowsAsync<LockConformanceException>(() => LockConformance.Find(name).RunAsync(fixture, Token));
        Assert.StartsWith(name + ": expected ", exception.Message, StringComparison.Ordinal);
    }

    private static TheoryData<string> NamesOf(LockCapabilities capability, params string[] but) => new(LockConformance.Cases
        .Where(conformanceCase => (conformanceCase.Requires & capability) != 0 && !but.Contains(conformanceCase.Name))
        .Select(static conformanceCase => conformanceCase.Name));

    private static FaultFixture Giving(
        Func<IDistributedLockHandle, LockRequest, FaultFixture, IDistributedLockHandle> give, Func<LockRequest, LockRequest>? ask = null) => new()
        {
            Spoil = (provider, fixture) => new DelegatingProvider(provider)
            {
                Ask = ask ?? (static request => request),
                Give = (handle, request) => handle is null ? null : give(handle, request, fixture),
            },
        };

    private sealed class PromisingFixture : LockConformanceFixture
    {
        public override LockCapabilities Capabilities => LockCapabilities.ProcessCrash | LockCapabilities.OutsideLoss;

        public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken) =>
            new(new InMemoryLockProvider());
    }
}
