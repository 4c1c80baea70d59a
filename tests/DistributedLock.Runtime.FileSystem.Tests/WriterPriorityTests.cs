namespace DistributedLock.FileSystem.Tests;

public sealed class WriterPriorityTests : FileLockTest
{
    [Fact(Timeout = Limit)]
    public async Task New_reader_of_another_provider_stands_back_from_a_waiting_writer()
    {
        var (holder, writer, reader) = (NewProvider(), NewProvider(), NewProvider());
        var held = await TakeAsync(holder, Shared("k"));
        var writing = TakeAsync(writer, Exclusive("k", Long));
        await AssertWaitingAsync("k", "write");

        await AssertContendedAsync(reader, Shared("k"));

        await held.DisposeAsync();
        await (await writing).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task New_reader_does_not_join_its_providers_shared_hold_while_a_writer_of_another_waits()
    {
        var (holder, writer) = (NewProvider(), NewProvider());
        var held = await TakeAsync(holder, Shared("k"));
        var writing = TakeAsync(writer, Exclusive("k", Long));
        await AssertWaitingAsync("k", "write");

        await AssertContendedAsync(holder, Shared("k"));

        await held.DisposeAsync();
        await (await writing).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Writer_that_waits_for_readers_of_its_own_provider_goes_before_readers_of_others()
    {
        var (holder, reader) = (NewProvider(), NewProvider());
        var held = await TakeAsync(holder, Shared("k"));
        var writing = TakeAsync(holder, Exclusive("k", Long));
        await AssertWaitingAsync("k", "write");

        await AssertContendedAsync(reader, Shared("k"));

        await held.DisposeAsync();
        await (await writing).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Waiting_writer_is_served_before_a_reader_that_came_later()
    {
        var (holder, writer, reader) = (NewProvider(), NewProvider(), NewProvider());
        var held = await TakeAsync(holder, Exclusive("k"));
        var order = new List<string>();
        var writing = ServeAsync(writer, Exclusive("k", Long), "writer");
        await AssertWaitingAsync("k", "write");
        var reading = ServeAsync(reader, Shared("k", Long), "reader");

        await held.DisposeAsync();
        await Task.WhenAll(writing, reading);

        Assert.Equal(["writer", "reader"], order);

        async Task ServeAsync(FileSystemLockProvider provider, LockRequest request, string name)
        {
            await using var handle = await TakeAsync(provider, request);
            lock (order)
            {
                order.Add(name);
            }
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Reader_that_stood_back_is_woken_when_the_writer_gives_up()
    {
        var (holder, writer, reader) = (NewProvider(), NewProvider(), NewProvider(options => options.PollInterval = Long));
        await using var held = await TakeAsync(holder, Shared("k"));
        using var source = new CancellationTokenSource();
        var writing = writer.TryAcquireAsync(Exclusive("k", Long), source.Token).AsTask();
        await AssertWaitingAsync("k", "write");
        var reading = TakeAsync(reader, Shared("k", Long));
        await AssertWaitingAsync("k");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        await (await reading).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Reader_before_a_writer_of_its_own_provider_does_not_wait_for_it()
    {
        var (holder, both) = (NewProvider(), NewProvider());
        var held = await TakeAsync(holder, Exclusive("k"));
        var reading = TakeAsync(both, Shared("k", Long));
        await AssertWaitingAsync("k");
        var writing = TakeAsync(both, Exclusive("k", Long));
        await AssertWaitingAsync("k", "write");

        await held.DisposeAsync();

        await (await reading).DisposeAsync();
        await (await writing).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Readers_that_try_at_once_do_not_take_each_other_for_writers()
    {
        var providers = Enumerable.Range(0, 8).Select(_ => NewProvider()).ToArray();

        // A writer that once waited has left its file, so every reader has to look whether it is locked.
        var held = await TakeAsync(providers[0], Shared("k"));
        await AssertContendedAsync(providers[1], Exclusive("k", TimeSpan.FromMilliseconds(1)));

        await Task.WhenAll(providers.Select(provider => Task.Run(
            async () =>
            {
                for (var i = 0; i < 200; i++)
                {
                    await (await TakeAsync(provider, Shared("k"))).DisposeAsync();
                }
            },
            Stop)));
        await held.DisposeAsync();
    }
}
