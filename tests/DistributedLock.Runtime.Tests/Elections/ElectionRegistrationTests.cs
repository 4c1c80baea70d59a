using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace DistributedLock.Runtime.Tests.Elections;

/// <summary>How elections come into a container.</summary>
public sealed class ElectionRegistrationTests : ElectionTest
{
    private readonly ServiceCollection _services = new();

    [Fact(Timeout = Limit)]
    public async Task Only_election_needs_no_name_to_be_asked_for()
    {
        _services.AddDistributedLock(static locks => locks.UseInMemory());
        _services.AddLeaderElection("a");
        await using var container = _services.BuildServiceProvider();

        var election = container.GetRequiredService<ILeaderElection>();

        Assert.Equal("a", election.Name);
        Assert.Same(election, container.GetRequiredKeyedService<ILeaderElection>("a"));
    }

    [Fact(Timeout = Limit)]
    public async Task Several_elections_have_to_be_asked_for_by_name()
    {
        _services.AddDistributedLock(static locks => locks.UseInMemory());
        _services.AddLeaderElection("a").AddLeaderElection("b");
        await using var container = _services.BuildServiceProvider();

        Assert.Equal("b", container.GetRequiredKeyedService<ILeaderElection>("b").Name);
        var refused = Assert.Throws<InvalidOperationException>(container.GetRequiredService<ILeaderElection>);
        Assert.Contains("[FromKeyedServices(\"a\")]", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public void Name_that_is_taken_or_an_option_that_cannot_work_is_refused_at_once()
    {
        _services.AddLeaderElection("a");

        Assert.Throws<InvalidOperationException>(() => _services.AddLeaderElection("a"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _services.AddLeaderElection("b", static election => election.Lease = TimeSpan.Zero));
        Assert.Throws<ArgumentException>(() => _services.AddLeaderElection(""));
    }

    [Fact(Timeout = Limit)]
    public async Task Election_without_a_lock_provider_stops_the_start_and_says_what_is_missing()
    {
        _services.AddLeaderElection("a");
        await using var container = _services.BuildServiceProvider();

        var refused = Assert.Throws<InvalidOperationException>(() => container.GetServices<IHostedService>().ToList());

        Assert.Contains("AddDistributedLock(...)", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Election_takes_the_provider_and_the_key_that_its_options_name()
    {
        var provider = Granting(Clock);
        _services.AddDistributedLock("reports", locks => locks.Use(_ => provider));
        _services.AddLeaderElection("a", static election => (election.Provider, election.Key) = ("reports", "k"));
        await using var container = _services.BuildServiceProvider();

        await container.GetRequiredService<ILeaderElection>().WaitUntilLeaderAsync(Stop);

        Assert.Equal("k", Assert.Single(provider.Requests).Key.Value);
    }

    [Fact(Timeout = Limit)]
    public async Task Container_that_is_disposed_stops_its_election()
    {
        var provider = Granting(Clock);
        _services.AddDistributedLock(locks => locks.Use(_ => provider));
        _services.AddLeaderElection("a");
        var container = _services.BuildServiceProvider();
        var term = await container.GetRequiredService<ILeaderElection>().WaitUntilLeaderAsync(Stop);

        await container.DisposeAsync();

        Assert.True(term.Token.IsCancellationRequested);
        Assert.Equal(1, provider.Handles.Single().Releases);
    }
}
