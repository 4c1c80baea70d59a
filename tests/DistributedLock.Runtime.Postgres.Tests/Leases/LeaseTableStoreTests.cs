using DistributedLock.Leases;
using DistributedLock.TestServers;

namespace DistributedLock.Postgres.Tests;

public sealed class LeaseTableStoreTests : LeaseStoreTest
{
    [Fact(Timeout = Limit)]
    public async Task Exclusive_claims_at_once_give_one_lease()
    {
        for (var round = 0; round < 20; round++)
        {
            var resource = NewResource($"k{round}");

            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => TryAsync(Claim(resource))));

            Assert.Single(answers, answer => answer.IsAcquired);
            Assert.All(answers.Where(answer => !answer.IsAcquired), answer => Assert.InRange(answer.RetryAfter!.Value, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(61)));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Permits_claimed_at_once_are_never_more_than_there_are()
    {
        for (var round = 0; round < 20; round++)
        {
            var resource = NewResource($"k{round}", isSemaphore: true);

            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => TryAsync(Claim(resource, permits: 5))));

            Assert.Equal(5, answers.Count(answer => answer.IsAcquired));
            Assert.Equal(5, (await Store.FindAsync(resource, Stop)).Count);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Readers_and_writers_at_once_never_hold_together_and_tokens_follow_the_holds()
    {
        var resource = NewResource();
        var last = 0L;
        var (readers, writers) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Task.Run(
            async () =>
            {
                for (var i = 0; i < 40; i++)
                {
                    var isWriter = (n + i) % 3 == 0;
                    var claim = Claim(resource, isWriter ? LockMode.Exclusive : LockMode.Shared);
                    var answer = await TryAsync(claim);
                    if (!answer.IsAcquired)
                    {
                        continue;
                    }

                    if (isWriter)
                    {
                        Assert.Equal((1, 0), (Interlocked.Increment(ref writers), Volatile.Read(ref readers)));
                        Assert.True(answer.FencingToken > last);
                        last = answer.FencingToken!.Value;
                        Interlocked.Decrement(ref writers);
                    }
                    else
                    {
                        Interlocked.Increment(ref readers);
                        Assert.Equal(0, Volatile.Read(ref writers));
                        Interlocked.Decrement(ref readers);
                    }

                    Assert.True(await Store.ReleaseAsync(claim, TimeSpan.Zero, Stop));
                }
            },
            Stop)));
        Assert.Empty(await Store.FindAsync(resource, Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Release_whose_answer_is_cut_off_is_not_said_to_be_somebody_elses()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        await using var proxy = TcpProxy.Start(server);
        var store = NewStore(server.ConnectionStringThrough(proxy.Port));
        var claim = Claim(NewResource());
        await TryAsync(store, claim);
        var cut = proxy.CutBeforeNextAnswer("pg_notify");

        // Run again, it finds nothing, because it was run: false would tell the body that it lost the lock.
        await Assert.ThrowsAsync<LockBackendException>(async () => await store.ReleaseAsync(claim, TimeSpan.Zero, Stop));

        await cut.WaitAsync(Stop);
        Assert.Empty(await store.FindAsync(claim.Resource, Stop));
    }

    [Theory(Timeout = Limit)]
    [InlineData(LockMode.Exclusive, 1)]
    [InlineData(LockMode.Shared, 1)]
    [InlineData(LockMode.Exclusive, 2)]
    public async Task Claim_that_is_made_twice_is_one_lease(LockMode mode, int permits)
    {
        var claim = Claim(NewResource(isSemaphore: permits > 1), mode, permits);

        var first = await TryAsync(claim);
        var second = await TryAsync(claim);

        Assert.True(second.FencingToken > first.FencingToken);
        Assert.Single(await Store.FindAsync(claim.Resource, Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Batch_renews_what_exists_and_creates_nothing_again()
    {
        var (shared, single) = (NewResource("shared"), NewResource("single"));
        LeaseClaim[] claims = [Claim(shared, LockMode.Shared), Claim(shared, LockMode.Shared), Claim(single), Claim(NewResource("never"))];
        foreach (var claim in claims[..3])
        {
            Assert.True((await TryAsync(claim)).IsAcquired);
        }

        await Store.ReleaseAsync(claims[1], TimeSpan.Zero, Stop);
        var renewed = await Store.RenewAsync([.. claims.Select(claim => new LeaseRenewal(claim, TimeSpan.FromHours(1)))], Stop);

        Assert.Equal([true, false, true, false], renewed);
        Assert.InRange(Assert.Single(await Store.FindAsync(single, Stop)).Remaining, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        Assert.InRange(Assert.Single(await Store.FindAsync(shared, Stop)).Remaining, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    [Fact(Timeout = Limit)]
    public async Task Renewal_beside_others_that_change_the_row_finds_its_lease()
    {
        var holder = Claim(NewResource(), LockMode.Shared);
        Assert.True((await TryAsync(holder)).IsAcquired);
        using var enough = new CancellationTokenSource();
        var others = Enumerable.Range(0, 6).Select(async n =>
        {
            while (!enough.IsCancellationRequested)
            {
                var waiter = n % 3 == 0 ? NewOwner() : null;
                var claim = new LeaseClaim(holder.Resource, NewOwner(), Lease) { Mode = n % 3 == 0 ? LockMode.Exclusive : LockMode.Shared, WaiterId = waiter };
                var isAcquired = (await TryAsync(claim)).IsAcquired;
                Assert.False(isAcquired && n % 3 == 0);
                await Store.WithdrawAsync(claim, Stop);
                Assert.Equal(isAcquired, await Store.ReleaseAsync(claim, TimeSpan.Zero, Stop));
            }
        }).ToArray();

        for (var i = 0; i < 200; i++)
        {
            Assert.True((await Store.RenewAsync([new LeaseRenewal(holder, Lease)], Stop))[0]);
        }

        await enough.CancelAsync();
        await Task.WhenAll(others);
        Assert.Equal(holder.Owner, Assert.Single(await Store.FindAsync(holder.Resource, Stop)).Owner);
    }

    [Fact(Timeout = Limit)]
    public async Task Batches_that_share_keys_do_not_deadlock()
    {
        var resources = Enumerable.Range(0, 50).Select(n => NewResource($"k{n}")).ToArray();
        var holders = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            var claims = resources.Select(resource => Claim(resource, LockMode.Shared)).ToArray();
            Assert.All(await Task.WhenAll(claims.Select(TryAsync)), answer => Assert.True(answer.IsAcquired));
            Random.Shared.Shuffle(claims);
            return claims;
        }));

        var renewed = await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(_ => holders).Select(
            claims => Store.RenewAsync([.. claims.Select(claim => new LeaseRenewal(claim, Lease))], Stop).AsTask()));

        Assert.All(renewed, answers => Assert.All(answers, Assert.True));
    }

    [Fact(Timeout = Limit)]
    public async Task Expired_lease_is_taken_over_with_a_greater_token_and_neither_renewed_nor_released()
    {
        var resource = NewResource();
        var old = new LeaseClaim(resource, NewOwner(), TimeSpan.FromMilliseconds(50));
        var first = await TryAsync(old);
        await EventuallyAsync(async () => (await Store.FindAsync(resource, Stop)).Count == 0, "it expired");

        Assert.Equal([false], await Store.RenewAsync([new LeaseRenewal(old, Lease)], Stop));
        Assert.False(await Store.ReleaseAsync(old, TimeSpan.Zero, Stop));
        var second = await TryAsync(Claim(resource));

        Assert.True(second.FencingToken > first.FencingToken);
        Assert.False(await Store.ReleaseAsync(old, TimeSpan.Zero, Stop));
        Assert.Single(await Store.FindAsync(resource, Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Waiting_writer_keeps_new_readers_out_until_it_withdraws_or_is_forgotten()
    {
        var resource = NewResource();
        var reader = Claim(resource, LockMode.Shared);
        Assert.True((await TryAsync(reader)).IsAcquired);
        var writer = new LeaseClaim(resource, NewOwner(), Lease) { WaiterId = "w" };

        Assert.False((await TryAsync(writer)).IsAcquired);
        Assert.False((await TryAsync(Claim(resource, LockMode.Shared))).IsAcquired);
        await Store.WithdrawAsync(writer, Stop);
        Assert.True((await TryAsync(Claim(resource, LockMode.Shared))).IsAcquired);
        Assert.False((await TryAsync(writer)).IsAcquired);
        await EventuallyAsync(async () => (await TryAsync(Claim(resource, LockMode.Shared))).IsAcquired, "the writer that is not heard of is forgotten");
    }

    [Fact(Timeout = Limit)]
    public async Task Release_signals_only_when_somebody_waits()
    {
        var resource = NewResource();
        var signals = 0;
        var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var subscription = await Store.SubscribeAsync(
            resource,
            () =>
            {
                Interlocked.Increment(ref signals);
                signalled.TrySetResult();
            },
            Stop);
        var first = Claim(resource);
        Assert.True((await TryAsync(first)).IsAcquired);
        await Store.ReleaseAsync(first, TimeSpan.Zero, Stop);
        var second = Claim(resource);
        Assert.True((await TryAsync(second)).IsAcquired);
        Assert.False((await TryAsync(new LeaseClaim(resource, NewOwner(), Lease) { WaiterId = "w" })).IsAcquired);
        Assert.Equal(0, Volatile.Read(ref signals));

        await Store.ReleaseAsync(second, TimeSpan.Zero, Stop);

        await signalled.Task.WaitAsync(Stop);
        Assert.Equal(1, Volatile.Read(ref signals));
    }
}
