namespace DistributedLock.FileSystem.Tests;

public sealed class FencingTests : FileLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Tokens_grow_over_providers_and_modes()
    {
        var (one, other) = (NewProvider(), NewProvider());
        var tokens = new List<long>();
        for (var i = 0; i < 20; i++)
        {
            await using (var exclusive = await TakeAsync(i % 2 == 0 ? one : other, Exclusive("k")))
            {
                tokens.Add(exclusive.FencingToken!.Value);
            }

            await using var shared = await TakeAsync(one, Shared("k"));
            await using var joined = await TakeAsync(one, Shared("k"));
            await using var beside = await TakeAsync(other, Shared("k"));
            tokens.AddRange([shared.FencingToken!.Value, joined.FencingToken!.Value, beside.FencingToken!.Value]);
        }

        AssertGrows(tokens);
    }

    [Fact(Timeout = Limit)]
    public async Task Tokens_of_all_permits_differ_and_grow()
    {
        var (one, other) = (NewProvider(), NewProvider());
        await using var first = await TakeAsync(one, Permit("k", 3));
        await using var second = await TakeAsync(other, Permit("k", 3));
        await using var third = await TakeAsync(one, Permit("k", 3));

        AssertGrows([first.FencingToken!.Value, second.FencingToken!.Value, third.FencingToken!.Value]);
    }

    [Theory(Timeout = Limit)]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("no number at all....")]
    [InlineData("9223372036854775807\n")]
    [InlineData("9999999999999999999\n")]
    [InlineData("1234567890123456789\nand more")]
    public async Task Tokens_go_on_growing_after_the_counter_was_spoilt(string content)
    {
        var one = NewProvider();
        var before = await TakeTokenAsync(one);

        await File.WriteAllTextAsync(CounterFile, content, Stop);

        AssertGrows([before, await TakeTokenAsync(one), await TakeTokenAsync(one)]);
    }

    [Fact(Timeout = Limit)]
    public async Task Tokens_go_on_growing_after_the_counter_was_deleted()
    {
        var one = NewProvider();
        var before = await TakeTokenAsync(one);

        File.Delete(CounterFile);

        AssertGrows([before, await TakeTokenAsync(one)]);
    }

    [Fact(Timeout = Limit)]
    public async Task Tokens_go_on_growing_while_the_clock_stands_still_or_goes_back()
    {
        var clock = new SetClock { Now = DateTimeOffset.UnixEpoch.AddYears(60) };
        var one = NewProvider(options => options.TimeProvider = clock);
        var first = await TakeTokenAsync(one);
        var second = await TakeTokenAsync(one);
        clock.Now = clock.Now.AddYears(-5);

        AssertGrows([first, second, await TakeTokenAsync(one)]);
    }

    [Fact(Timeout = Limit)]
    public async Task Counter_that_cannot_be_written_fails_the_acquisition_and_frees_the_lock()
    {
        var (one, other) = (NewProvider(), NewProvider());
        Directory.CreateDirectory(CounterFile);

        await Assert.ThrowsAsync<LockBackendException>(async () => await one.TryAcquireAsync(Exclusive("k"), Stop));
        Directory.Delete(CounterFile);

        await using var held = await TakeAsync(other, Exclusive("k"));
        await using var again = await TakeAsync(one, Exclusive("another"));
    }

    private string CounterFile => Path.Combine(Root, "k.count");

    private static async Task<long> TakeTokenAsync(FileSystemLockProvider provider)
    {
        await using var handle = await TakeAsync(provider, Exclusive("k"));
        return handle.FencingToken!.Value;
    }

    private static void AssertGrows(IReadOnlyList<long> tokens)
    {
        for (var i = 1; i < tokens.Count; i++)
        {
            Assert.True(tokens[i] > tokens[i - 1], $"{tokens[i]} follows {tokens[i - 1]}");
        }
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
