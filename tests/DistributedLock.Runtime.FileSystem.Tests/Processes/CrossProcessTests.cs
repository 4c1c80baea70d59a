namespace DistributedLock.FileSystem.Tests;

public sealed class CrossProcessTests : FileLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Exclusive_lock_excludes_another_process_until_it_is_released()
    {
        var (one, other) = (await StartProcessAsync(), await StartProcessAsync());
        await one.TakeAsync("exclusive", "k");

        Assert.Equal("contended", await other.AcquireAsync("exclusive", TimeSpan.Zero, "k"));
        Assert.Equal("contended", await other.AcquireAsync("shared", TimeSpan.Zero, "k"));
        await one.ReleaseAsync("k");

        await other.TakeAsync("exclusive", "k");
    }

    [Fact(Timeout = Limit)]
    public async Task Shared_locks_of_two_processes_are_held_beside_each_other()
    {
        var (one, other) = (await StartProcessAsync(), await StartProcessAsync());
        await one.TakeAsync("shared", "k");
        await other.TakeAsync("shared", "k");

        await AssertContendedAsync(NewProvider(), Exclusive("k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Permits_are_counted_over_processes()
    {
        var (one, other) = (await StartProcessAsync(), await StartProcessAsync());
        await one.TakeAsync("2", "k");
        await other.TakeAsync("2", "k");

        await AssertContendedAsync(NewProvider(), Permit("k", 2));
    }

    [Fact(Timeout = Limit)]
    public async Task Release_wakes_the_waiter_of_another_process_without_polling()
    {
        var one = await StartProcessAsync();
        await one.TakeAsync("exclusive", "k");
        var waiting = TakeAsync(NewProvider(options => options.PollInterval = options.PollIntervalWithoutPush = Long), Exclusive("k", Long));
        await AssertWaitingAsync("k");

        await one.ReleaseAsync("k");

        await (await waiting).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Waiting_writer_of_another_process_goes_before_new_readers()
    {
        var (reader, writer) = (NewProvider(), await StartProcessAsync());
        var held = await TakeAsync(reader, Shared("k"));
        var writing = writer.TakeAsync("exclusive", "k", Long);
        await AssertWaitingAsync("k", "write");

        await AssertContendedAsync(reader, Shared("k"));
        await AssertContendedAsync(NewProvider(), Shared("k"));
        await held.DisposeAsync();

        await writing;
    }

    [Fact(Timeout = Limit)]
    public async Task Tokens_grow_over_processes()
    {
        var (one, other) = (await StartProcessAsync(), await StartProcessAsync());
        var last = 0L;
        for (var i = 0; i < 10; i++)
        {
            var process = i % 2 == 0 ? one : other;
            var token = await process.TakeAsync("exclusive", "k");
            Assert.True(token > last);
            last = token;
            await process.ReleaseAsync("k");
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Processes_that_count_under_the_lock_lose_no_step()
    {
        Directory.CreateDirectory(Root);
        var file = Path.Combine(Root, "counted");
        await File.WriteAllTextAsync(file, "0", Stop);
        var processes = await Task.WhenAll(StartProcessAsync(), StartProcessAsync(), StartProcessAsync());

        // Two tasks in each process, so that waiters stand behind their own process and behind others.
        var answers = await Task.WhenAll(processes.SelectMany(process => Enumerable.Range(0, 2).Select(_ => process.CountAsync(100, file))));

        Assert.All(answers, answer => Assert.Equal("counted", answer));
        Assert.Equal("600", await File.ReadAllTextAsync(file, Stop));
    }
}
