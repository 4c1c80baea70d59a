using System.Diagnostics;

namespace DistributedLock.FileSystem.Tests;

public sealed class InspectionTests : FileLockTest
{
    private string Holders => Path.Combine(Root, "holders");

    [Fact(Timeout = Limit)]
    public async Task Holder_in_another_process_is_seen_with_all_that_it_told()
    {
        var inspector = NewProvider();
        var holder = await StartProcessAsync();
        var token = await holder.TakeAsync("exclusive", "orders/42");
        await holder.TakeAsync("shared", "rates");
        await holder.TakeAsync("3", "jobs");

        var listed = await ListAsync(inspector);

        Assert.Equal(["jobs", "orders/42", "rates"], listed.Select(static info => info.Key));
        var info = listed[1];
        Assert.Equal((token, LockMode.Exclusive, false), (info.FencingToken, info.Mode, info.IsSemaphore));
        Assert.Equal((holder.Id, Environment.MachineName, "DistributedLock.Runtime.FileSystem.Worker"), (info.ProcessId, info.Host, info.Application));
        Assert.InRange(info.AcquiredAt!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.Null(info.Remaining);
        Assert.True(listed[0].IsSemaphore);
        Assert.Equal(LockMode.Shared, listed[2].Mode);
        await holder.ReleaseAsync("orders/42");
        Assert.Empty(await inspector.GetAsync("orders/42", Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Killed_holder_is_not_seen_and_what_it_left_is_removed_by_who_looks()
    {
        var inspector = NewProvider();
        var holder = await StartProcessAsync();
        await holder.TakeAsync("exclusive", "k");
        await using var other = await TakeAsync(NewProvider(), Exclusive("other"));
        Assert.Equal(2, (await ListAsync(inspector)).Count);

        holder.Kill();

        Assert.Equal("other", Assert.Single(await ListAsync(inspector)).Key);
        Assert.Single(Directory.GetFiles(Holders));
        await using var next = await TakeAsync(inspector, Exclusive("k"));
        Assert.Equal(Environment.ProcessId, Assert.Single(await inspector.GetAsync("k", Stop)).ProcessId);
    }

    [Fact(Timeout = Limit)]
    public async Task What_a_killed_holder_left_is_removed_by_a_provider_that_starts()
    {
        var holder = await StartProcessAsync();
        await holder.TakeAsync("exclusive", "k");
        holder.Kill();
        Assert.Single(Directory.GetFiles(Holders));

        NewProvider();

        Assert.Empty(Directory.GetFiles(Holders));
    }

    [Fact(Timeout = Limit)]
    public async Task Key_is_told_in_full_where_its_file_has_a_shortened_name()
    {
        var provider = NewProvider(static options => options.KeyPrefix = "Shop:");
        var key = "Order Ä/" + new string('x', 500);
        await using var handle = await TakeAsync(provider, Exclusive(key));

        Assert.Equal(key, Assert.Single(await provider.GetAsync(key, Stop)).Key);
        Assert.Equal("Shop:" + key, Assert.Single(await ListAsync(NewProvider())).Key);
        Assert.True(Path.GetFileName(Assert.Single(Directory.GetFiles(Holders))).Length <= 143, "Encrypting file systems take no longer names.");
    }

    [Fact(Timeout = Limit)]
    public async Task Nothing_is_left_when_nothing_is_held()
    {
        var provider = NewProvider();
        foreach (var request in new[] { Exclusive("a"), Shared("b"), Permit("c", 2) })
        {
            await (await TakeAsync(provider, request)).DisposeAsync();
            (await TakeAsync(provider, request)).Dispose();
        }

        await TakeAsync(provider, Exclusive("d"));
        await provider.DisposeAsync();

        Assert.Empty(Directory.GetFiles(Holders));
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_that_was_deleted_under_its_holder_is_not_seen()
    {
        var provider = NewProvider();
        await using var handle = await TakeAsync(provider, Exclusive("k"));

        File.Delete(Path.Combine(Root, "k.lock"));

        var start = Stopwatch.GetTimestamp();
        while ((await provider.GetAsync("k", Stop)).Count > 0)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20), "It is still seen.");
            await Task.Delay(10, Stop);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Inspectors_and_providers_that_start_all_the_time_neither_hide_a_hold_nor_disturb_it()
    {
        var (holder, first, second) = (NewProvider(), NewProvider(), NewProvider());
        using var done = new CancellationTokenSource();
        var looking = new[] { first, second }.Select(inspector => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.True((await ListAsync(inspector)).Count <= 3, "More holds are seen than there are holders.");
            }
        })).Append(Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                // Looks also at what is not written down yet.
                await NewProvider().DisposeAsync();
            }
        }, Stop)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(number => Task.Run(async () =>
        {
            for (var i = 0; i < 300; i++)
            {
                // Seen by another one as soon as it is held, and no more as soon as it is not.
                await using (var handle = await TakeAsync(holder, Exclusive($"k{number}")))
                {
                    Assert.Equal(handle.FencingToken, Assert.Single(await second.GetAsync($"k{number}", Stop)).FencingToken);
                }

                Assert.Empty(await second.GetAsync($"k{number}", Stop));
            }
        })));
        await done.CancelAsync();
        await Task.WhenAll(looking);
        Assert.Empty(Directory.GetFiles(Holders));
    }

    [Fact(Timeout = Limit)]
    public async Task Place_that_cannot_be_written_costs_no_lock_and_is_logged_once()
    {
        var log = new RecordingLoggerFactory();
        Directory.CreateDirectory(Root);
        await File.WriteAllTextAsync(Holders, "a file, and no directory", Stop);
        var provider = NewProvider(options => options.LoggerFactory = log);

        await using var one = await TakeAsync(provider, Exclusive("a"));
        await using var other = await TakeAsync(provider, Exclusive("b"));

        Assert.Single(log.Messages, static message => message.Id == 62);
    }

    [Fact(Timeout = Limit)]
    public async Task Place_that_was_deleted_is_made_again()
    {
        var provider = NewProvider();
        await using var one = await TakeAsync(provider, Exclusive("a"));
        Directory.Delete(Holders, recursive: true);
        Assert.Empty(await ListAsync(provider));

        await using var other = await TakeAsync(provider, Exclusive("b"));

        Assert.Equal("b", Assert.Single(await ListAsync(provider)).Key);
    }

    [Fact(Timeout = Limit)]
    public async Task Holds_are_not_written_down_where_that_is_switched_off()
    {
        var provider = NewProvider(static options => options.RecordHolders = false);
        await using var handle = await TakeAsync(provider, Exclusive("k"));

        Assert.Empty(await provider.GetAsync("k", Stop));
        Assert.False(Directory.Exists(Holders));
    }

    [Fact(Timeout = Limit)]
    public async Task Force_release_says_which_process_to_end()
    {
        var provider = NewProvider(static options => options.AllowForceRelease = true);
        await using var handle = await TakeAsync(provider, Exclusive("k"));
        var held = Assert.Single(await provider.GetAsync("k", Stop));

        var exception = await Assert.ThrowsAsync<NotSupportedException>(async () => await provider.ForceReleaseAsync(held, Stop));

        Assert.Contains($"End process {Environment.ProcessId} ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.MachineName, exception.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<LockInfo>> ListAsync(FileSystemLockProvider provider)
    {
        var infos = new List<LockInfo>();
        await foreach (var info in provider.ListAsync("", Stop))
        {
            infos.Add(info);
        }

        return [.. infos.OrderBy(static info => info.Key, StringComparer.Ordinal)];
    }
}
