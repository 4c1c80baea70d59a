using System.Threading.Channels;
using DistributedLock.Runtime.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DistributedLock.Runtime.Tests.Elections;

/// <summary>Applications of several processes, each a host of its own, on one lock store.</summary>
public sealed class LeaderBackgroundServiceTests : ElectionTest
{
    private readonly Channel<string> _log = Channel.CreateUnbounded<string>();

    [Fact(Timeout = Limit)]
    public async Task Service_works_only_in_the_host_that_leads_and_in_the_next_when_that_stops()
    {
        using var first = BuildHost("first");
        using var second = BuildHost("second");
        await first.StartAsync(Stop);
        Assert.Equal("first begins", await NextAsync());
        await second.StartAsync(Stop);
        Assert.False(_log.Reader.TryRead(out _));

        await first.StopAsync(Stop);

        Assert.Equal("first ends", await NextAsync());
        Assert.Equal("second begins", await NextAsync());
        await second.StopAsync(Stop);
        Assert.Equal("second ends", await NextAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Leadership_is_handed_over_when_the_application_begins_to_stop_and_not_after_what_stops_slowly()
    {
        var slow = new SlowToStop();
        using var first = BuildHost("first", services => services.AddSingleton<IHostedService>(slow));
        using var second = BuildHost("second");
        await first.StartAsync(Stop);
        Assert.Equal("first begins", await NextAsync());
        await second.StartAsync(Stop);

        var stop = first.StopAsync(Stop);

        Assert.Equal("first ends", await NextAsync());
        Assert.Equal("second begins", await NextAsync());
        Assert.False(stop.IsCompleted);
        slow.Stopped.SetResult();
        await stop;
        await second.StopAsync(Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Service_works_again_after_a_new_election()
    {
        var provider = Granting(Clock);
        using var host = BuildHost("a", locks: provider);
        await host.StartAsync(Stop);
        Assert.Equal("a begins", await NextAsync());

        provider.Handles.First().MarkLost(LockLossReason.NotHeld);
        Assert.Equal("a ends", await NextAsync());
        var again = NextAsync().AsTask();
        while (!again.IsCompleted)
        {
            // Step by step: before the pause of the candidate there is another wait on this clock, that for the end of the body.
            Stop.ThrowIfCancellationRequested();
            Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal("a begins", await again);
        await host.StopAsync(Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Service_that_is_done_early_is_called_once_for_each_term()
    {
        var provider = Granting(Clock);
        using var host = BuildHost("a", work: static _ => Task.CompletedTask, locks: provider);
        await host.StartAsync(Stop);
        Assert.Equal(["a begins", "a ends"], [await NextAsync(), await NextAsync()]);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.False(_log.Reader.TryRead(out _));

        provider.Handles.First().MarkLost(LockLossReason.NotHeld);

        Assert.Equal("a begins", await NextAsync());
        await host.StopAsync(Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Service_that_throws_stops_its_host_and_another_one_leads()
    {
        using var first = BuildHost("first", work: static _ => throw new InvalidOperationException("mine"));
        using var second = BuildHost("second");
        var stopping = first.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        await first.StartAsync(Stop);
        Assert.Equal("first begins", await NextAsync());
        Assert.Equal("first ends", await NextAsync());
        await second.StartAsync(Stop);

        await Wait.ForAsync(stopping);
        Assert.Equal("second begins", await NextAsync());
        await second.StopAsync(Stop);
    }

    private ValueTask<string> NextAsync() => _log.Reader.ReadAsync(Stop);

    private IHost BuildHost(
        string name, Action<IServiceCollection>? more = null, Func<CancellationToken, Task>? work = null, RecordingProvider? locks = null)
    {
        // Not the in-memory provider itself: each container would dispose it.
        var provider = locks ?? new RecordingProvider { TimeProvider = Clock, Answer = Locks.TryAcquireAsync };
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddDistributedLock(builder => builder.Use(_ => provider));
        builder.Services.AddLeaderElection("e");
        builder.Services.AddSingleton<IHostedService>(container => new Worker(
            container.GetRequiredService<ILeaderElection>(),
            name,
            _log.Writer,
            work ?? (static leading => Task.Delay(Timeout.Infinite, leading))));
        more?.Invoke(builder.Services);
        return builder.Build();
    }

    private sealed class Worker(ILeaderElection election, string name, ChannelWriter<string> log, Func<CancellationToken, Task> work)
        : LeaderBackgroundService(election)
    {
        protected override async Task ExecuteAsLeaderAsync(LeadershipTerm term, CancellationToken cancellationToken)
        {
            Assert.True(log.TryWrite($"{name} begins"));
            try
            {
                await work(cancellationToken);
            }
            finally
            {
                Assert.True(log.TryWrite($"{name} ends"));
            }
        }
    }

    /// <summary>Such as a web server that is drained. Registered last, so it is stopped first.</summary>
    private sealed class SlowToStop : IHostedService
    {
        public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Stopped.Task;
    }
}
