using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Wrappers;

/// <summary>Handles that the core asks for, and handles by which a caller shares its lock.</summary>
public class HandleTests
{
    private const string Source = """
        public partial class Service(DistributedLock.Generators.Tests.Harness.RecordingProvider locks)
        {
            [DistributedLock("h")] public partial Task<long> FenceAsync();
            private Task<long> FenceCoreAsync(IDistributedLockHandle held) => Task.FromResult(held.FencingToken!.Value);

            [DistributedLock("s-{id}")] public partial Task ShareAsync(string id, IDistributedLockHandle? held = null);
            private Task ShareCoreAsync(string id, IDistributedLockHandle? held) { locks.Events.Add("body " + held!.Key.Value); return Task.CompletedTask; }

            [DistributedLock("q")] public partial int Quiet(IDistributedLockHandle? held);
            private int QuietCore() => 1;
        }
        """;

    private readonly RecordingProvider _provider = new();
    private readonly dynamic _service;

    public HandleTests() => _service = Service.Create(Source, _provider);

    [Fact(Timeout = 60_000)]
    public async Task Core_gets_the_handle_that_is_held()
    {
        await _service.FenceAsync();

        Assert.Equal(2L, await _service.FenceAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Given_handle_of_the_same_key_is_used_and_left_to_its_giver()
    {
        await using (var held = await _provider.AcquireAsync("s-1", cancellationToken: TestContext.Current.CancellationToken))
        {
            await _service.ShareAsync("1", held);
            _provider.Events.Add("after");
        }

        Assert.Equal(["acquire s-1", "body s-1", "after", "release s-1"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Given_handle_of_another_key_does_not_count()
    {
        await using (var held = await _provider.AcquireAsync("s-1", cancellationToken: TestContext.Current.CancellationToken))
        {
            await _service.ShareAsync("2", held);
        }

        Assert.Equal(["acquire s-1", "acquire s-2", "body s-2", "release s-2", "release s-1"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task No_given_handle_takes_the_lock_and_releases_it()
    {
        await _service.ShareAsync("1", null);

        Assert.Equal(["acquire s-1", "body s-1", "release s-1"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public void Synchronous_wrapper_shares_with_a_core_that_takes_no_handle()
    {
        using var held = _provider.Acquire("q", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(1, _service.Quiet(held));
        Assert.Equal(["acquire q"], _provider.Events);
    }
}
