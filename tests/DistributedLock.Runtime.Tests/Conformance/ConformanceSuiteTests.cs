using System.Collections.Concurrent;
using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Testing;
using Xunit;

namespace DistributedLock.Runtime.Tests.Conformance;

/// <summary>The suite itself: it finds what is broken, and says so in words.</summary>
public sealed class ConformanceSuiteTests
{
    private static readonly SharedStoreFixture Good = new();

    /// <summary>What can be wrong with a backend, and a case that must notice it.</summary>
    private static readonly Dictionary<string, (Func<IDistributedLockProvider, IDistributedLockProvider> Spoil, string Case)> Defects = new()
    {
        ["grants everything"] = (
            static inner => new DelegatingProvider(inner) { Ask = static request => request with { Key = Guid.NewGuid().ToString() } },
            "Exclusive_lock_that_is_held_excludes_others_async"),
        ["grants everything under load"] = (
            static inner => new DelegatingProvider(inner) { Ask = static request => request with { Key = Guid.NewGuid().ToString() } },
            "Hundred_tasks_on_one_key_never_overlap_async"),
        ["takes writers for readers under load"] = (
            static inner => new DelegatingProvider(inner) { Ask = Shared }, "Readers_and_writers_on_one_key_never_overlap_async"),
        ["has one permit too many under load"] = (
            static inner => new DelegatingProvider(inner) { Ask = MorePermits }, "Semaphore_under_load_is_never_overdrawn_async"),
        ["excludes inside one provider only"] = (
            static inner => Prefixed(inner, Guid.NewGuid().ToString()), "Exclusive_lock_that_is_held_excludes_others_async_across_providers"),
        ["grants nothing"] = (
            static inner => new DelegatingProvider(inner) { Give = static (_, _) => null }, "Exclusive_lock_that_was_released_is_free_async"),
        ["gives up at once"] = (
            static inner => new DelegatingProvider(inner) { Ask = static request => request with { Timeout = TimeSpan.Zero } },
            "Wait_for_a_held_lock_ends_at_its_timeout_async"),
        ["never gives up"] = (
            static inner => new DelegatingProvider(inner) { Ask = static request => request with { Timeout = Timeout.InfiniteTimeSpan } },
            "Wait_for_a_held_lock_ends_at_its_timeout_async"),
        ["is deaf to cancellation"] = (
            static inner => new DelegatingProvider(inner) { Listen = static _ => CancellationToken.None },
            "Canceled_token_during_the_wait_ends_the_wait_async"),
        ["takes every hold for a shared one"] = (
            static inner => new DelegatingProvider(inner) { Ask = Shared }, "Shared_hold_excludes_an_exclusive_one_async"),
        ["takes every hold for an exclusive one"] = (
            static inner => new DelegatingProvider(inner) { Ask = static request => request with { Mode = LockMode.Exclusive } },
            "Shared_holders_stand_beside_each_other_async"),
        ["has one permit too many"] = (
            static inner => new DelegatingProvider(inner) { Ask = MorePermits }, "Semaphore_gives_as_many_permits_as_it_has_async"),
        ["locks the key of a semaphore"] = (
            static inner => new DelegatingProvider(inner) { Ask = static request => request with { MaxConcurrency = 3 } },
            "Semaphore_and_lock_of_one_key_do_not_exclude_each_other_async"),
        ["folds the case of keys"] = (
            static inner => new DelegatingProvider(inner) { Ask = static request => request with { Key = request.Key.Value.ToLowerInvariant() } },
            "Keys_that_differ_in_case_are_different_locks"),
        ["trims keys"] = (
            static inner => new DelegatingProvider(inner) { Ask = static request => request with { Key = request.Key.Value.Trim() } },
            "Keys_that_differ_in_white_space_are_different_locks"),
        ["cuts keys off"] = (
            static inner => new DelegatingProvider(inner) { Ask = static request => request with { Key = request.Key.Value[..Math.Min(240, request.Key.Value.Length)] } },
            "Long_keys_that_differ_at_the_end_are_different_locks"),
        ["stores keys as UTF-8"] = (
            static inner => new DelegatingProvider(inner) { Ask = Utf8 }, "Keys_with_lone_surrogates_are_different_locks"),
        ["ends keys at NUL"] = (
            static inner => new DelegatingProvider(inner) { Ask = static request => request with { Key = request.Key.Value.Split('\0')[0] + "x" } },
            "Keys_with_control_characters_are_different_locks"),
        ["forgets the least hold"] = (
            static inner => new DelegatingProvider(inner) { Ask = static request => request with { HoldAtLeast = TimeSpan.Zero } },
            "Lock_with_a_least_hold_stays_held_after_its_release_async"),
        ["forgets the longest hold"] = (
            static inner => new DelegatingProvider(inner) { Ask = static request => request with { MaxHold = null } },
            "Lock_held_too_long_fires_its_lost_token_async"),
        ["gives every hold the same fencing token"] = (
            static inner => new DelegatingProvider(inner) { Give = SameToken }, "Fencing_token_grows_with_every_acquisition_async"),
        ["goes back to the caller's context"] = (
            static inner => new DelegatingProvider(inner) { CapturesContext = true }, "Nothing_waits_for_the_synchronization_context_of_the_caller"),
        ["acknowledges every extension"] = (
            static inner => Giving(inner, static request => request), "Extending_a_released_lock_is_denied"),
        ["shows the key as it is stored"] = (
            static inner => Giving(inner, static request => request with { Key = "prefix:" + request.Key }), "Handle_tells_its_key_mode_and_time_of_acquisition"),
        ["does not tell the mode"] = (
            static inner => Giving(inner, static request => request with { Mode = LockMode.Exclusive }), "Handle_tells_that_it_is_shared"),
        ["has shared permits"] = (
            static inner => new DelegatingProvider(inner) { Ask = static request => request with { MaxConcurrency = 1 } }, "Shared_permit_throws"),
        ["never releases"] = (
            Hoarding,
            "Exclusive_waiter_gets_the_lock_when_it_is_released_async"),
    };

    public static TheoryData<string> Names => new(LockConformance.CasesFor(Good.Capabilities).Select(conformanceCase => conformanceCase.Name));

    public static TheoryData<string> DefectNames => new(Defects.Keys);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public Task Several_providers_on_one_store_conform(string name) => LockConformance.Find(name).RunAsync(Good, Token);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(DefectNames))]
    public async Task Defect_is_found(string defect)
    {
        var (spoil, name) = Defects[defect];
        var exception = await Assert.ThrowsAsync<LockConformanceException>(() => LockConformance.Find(name).RunAsync(new SharedStoreFixture(spoil), Token));
        Assert.StartsWith(name + ": expected ", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public Task Names_of_the_cases_are_unique_and_can_be_found()
    {
        Assert.Equal(LockConformance.Cases.Count, LockConformance.Cases.Select(static conformanceCase => conformanceCase.Name).Distinct().Count());
        Assert.All(LockConformance.Cases, static conformanceCase => Assert.Same(conformanceCase, LockConformance.Find(conformanceCase.Name)));
        Assert.Throws<ArgumentException>("name", () => LockConformance.Find("no such case"));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public async Task Case_that_the_backend_does_not_promise_is_left_out_and_refused()
    {
        var exclusiveOnly = LockConformance.CasesFor(LockCapabilities.None).ToList();
        Assert.DoesNotContain(exclusiveOnly, static conformanceCase => conformanceCase.Requires != LockCapabilities.None);
        var needy = LockConformance.Cases.First(conformanceCase => !conformanceCase.AppliesTo(Good.Capabilities));
        var exception = await Assert.ThrowsAsync<ArgumentException>("fixture", () => needy.RunAsync(Good, Token));
        Assert.Contains(needy.Requires.ToString(), exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Case_that_never_ends_is_ended_by_its_limit()
    {
        var endless = new LockConformanceCase("Endless", LockCapabilities.None, static (_, _) => Task.Delay(Timeout.Infinite, CancellationToken.None));
        var exception = await Assert.ThrowsAsync<LockConformanceException>(
            () => endless.RunAsync(new SharedStoreFixture(static inner => inner), Token));
        Assert.Contains("Endless: expected to end within 00:00:03", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Callers_cancellation_ends_a_case_as_a_cancellation()
    {
        using var source = new CancellationTokenSource();
        var endless = new LockConformanceCase("Endless", LockCapabilities.None, static (_, token) => Task.Delay(Timeout.Infinite, token));
        var run = endless.RunAsync(Good, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private static DelegatingProvider Hoarding(IDistributedLockProvider inner)
    {
        // Kept, because the lock of a handle that nobody has any more becomes free.
        var hoard = new ConcurrentBag<IDistributedLockHandle>();
        return new DelegatingProvider(inner)
        {
            Give = (handle, request) =>
            {
                if (handle is null)
                {
                    return null;
                }

                hoard.Add(handle);
                return new ForeignHandle(request);
            },
        };
    }

    private static DelegatingProvider Prefixed(IDistributedLockProvider inner, string prefix) =>
        new(inner) { Ask = request => request with { Key = prefix + request.Key } };

    private static DelegatingProvider Giving(IDistributedLockProvider inner, Func<LockRequest, LockRequest> shown) =>
        new(inner) { Give = (handle, request) => handle is null ? null : new ForeignHandle(shown(request)) };

    private static LockRequest Shared(LockRequest request) => request.MaxConcurrency > 1 ? request : request with { Mode = LockMode.Shared };

    private static LockRequest MorePermits(LockRequest request) =>
        request.MaxConcurrency > 1 ? request with { MaxConcurrency = request.MaxConcurrency + 1 } : request;

    private static LockRequest Utf8(LockRequest request) =>
        request with { Key = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(request.Key.Value)) };

    private static IDistributedLockHandle? SameToken(IDistributedLockHandle? handle, LockRequest request)
    {
        handle?.Dispose();
        return handle is null ? null : new ForeignHandle(request);
    }
}
