namespace DistributedLock.FileSystem.Tests;

public sealed class LockModeTests : FileLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Exclusive_lock_excludes_every_mode_of_another_provider()
    {
        var (one, other) = (NewProvider(), NewProvider());
        await using var held = await TakeAsync(one, Exclusive("k"));

        await AssertContendedAsync(other, Exclusive("k"));
        await AssertContendedAsync(other, Shared("k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Exclusive_lock_excludes_every_mode_of_its_own_provider()
    {
        var one = NewProvider();
        await using var held = await TakeAsync(one, Exclusive("k"));

        await AssertContendedAsync(one, Exclusive("k"));
        await AssertContendedAsync(one, Shared("k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Released_lock_can_be_taken_by_another_provider()
    {
        var (one, other) = (NewProvider(), NewProvider());
        await (await TakeAsync(one, Exclusive("k"))).DisposeAsync();

        await using var held = await TakeAsync(other, Exclusive("k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Shared_locks_are_held_beside_each_other_and_exclude_exclusive_ones()
    {
        var (one, other) = (NewProvider(), NewProvider());
        await using var first = await TakeAsync(one, Shared("k"));
        await using var second = await TakeAsync(one, Shared("k"));
        await using var third = await TakeAsync(other, Shared("k"));

        await AssertContendedAsync(one, Exclusive("k"));
        await AssertContendedAsync(NewProvider(), Exclusive("k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Shared_lock_is_released_with_the_last_of_its_local_holders()
    {
        var (one, other) = (NewProvider(), NewProvider());
        var first = await TakeAsync(one, Shared("k"));
        var second = await TakeAsync(one, Shared("k"));

        await first.DisposeAsync();
        await AssertContendedAsync(other, Exclusive("k"));
        await second.DisposeAsync();

        await using var held = await TakeAsync(other, Exclusive("k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Semaphore_admits_as_many_as_it_has_permits_over_all_providers()
    {
        var (one, other) = (NewProvider(), NewProvider());
        await using var first = await TakeAsync(one, Permit("k", 3));
        await using var second = await TakeAsync(one, Permit("k", 3));
        var third = await TakeAsync(other, Permit("k", 3));

        await AssertContendedAsync(one, Permit("k", 3));
        await AssertContendedAsync(other, Permit("k", 3));
        await third.DisposeAsync();

        await using var fourth = await TakeAsync(one, Permit("k", 3));
    }

    [Fact(Timeout = Limit)]
    public async Task Semaphore_and_lock_of_one_key_know_nothing_of_each_other()
    {
        var one = NewProvider();
        await using var permit = await TakeAsync(one, Permit("k", 2));
        await using var exclusive = await TakeAsync(one, Exclusive("k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Shared_semaphore_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await NewProvider().TryAcquireAsync(new LockRequest("k") { Mode = LockMode.Shared, MaxConcurrency = 2 }, Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Key_prefix_keeps_keys_apart_and_stays_out_of_the_handle()
    {
        var (one, other) = (NewProvider(options => options.KeyPrefix = "a-"), NewProvider(options => options.KeyPrefix = "b-"));
        await using var held = await TakeAsync(one, Exclusive("k"));
        await using var beside = await TakeAsync(other, Exclusive("k"));

        Assert.Equal("k", held.Key.Value);
        await AssertContendedAsync(NewProvider(), Exclusive("a-k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Synchronous_form_takes_the_same_locks()
    {
        var (one, other) = (NewProvider(), NewProvider());
        using (var held = one.TryAcquire(Exclusive("k"), Stop))
        {
            Assert.NotNull(held);
            await AssertContendedAsync(other, Exclusive("k"));
        }

        using var next = other.TryAcquire(Exclusive("k"), Stop);
        Assert.NotNull(next);
    }

    [Fact(Timeout = Limit)]
    public async Task Name_of_the_provider_is_its_full_path()
    {
        await using var provider = new FileSystemLockProvider(Root);

        Assert.Equal("file:" + Root, provider.Name);
    }
}
