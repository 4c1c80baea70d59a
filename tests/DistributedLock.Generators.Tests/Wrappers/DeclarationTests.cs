using System.Reflection;
using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Wrappers;

/// <summary>What the attribute declares arrives in the request, in metadata, and at the method that was meant.</summary>
public class DeclarationTests
{
    private const string Source = """
        public abstract partial class Base(DistributedLock.Generators.Tests.Harness.RecordingProvider provider)
        {
            protected DistributedLock.Generators.Tests.Harness.RecordingProvider Locks { get; } = provider;

            public abstract Task<string> NameAsync();

            [DistributedLock("virtual")] public virtual partial Task<string> TurnAsync();
            protected virtual Task<string> TurnCoreAsync() => Task.FromResult("base");
        }

        public partial class Service(DistributedLock.Generators.Tests.Harness.RecordingProvider provider) : Base(provider)
        {
            public string Region { get; set; } = "eu";

            [DistributedLock("override")] public sealed override partial Task<string> NameAsync();
            private Task<string> NameCoreAsync() => Task.FromResult("override");

            protected override Task<string> TurnCoreAsync() => Task.FromResult("derived");

            [DistributedLock("all-{id}", TimeoutMinutes = 0.5, LeaseSeconds = 60, HoldAtLeastSeconds = 5, MaxHoldSeconds = 90, MaxConcurrency = 3, Profile = "slow")]
            public partial Task AllAsync(int id);
            private Task AllCoreAsync(int id) => Task.CompletedTask;

            [DistributedLock("none")] public partial Task NoneAsync();
            private Task NoneCoreAsync() => Task.CompletedTask;

            [DistributedLock("ever", TimeoutSeconds = double.PositiveInfinity, Mode = LockMode.Shared)] public partial Task EverAsync();
            private Task EverCoreAsync() => Task.CompletedTask;

            [DistributedLock("once", TimeoutSeconds = 0, Core = nameof(Elsewhere))] public partial Task<int> OnceAsync();
            private ValueTask<int> Elsewhere() => new(9);

            [DistributedLock("{this.Region}-{value}")] public partial Task<T> EchoAsync<T>(T value) where T : IFormattable;
            private Task<T> EchoCoreAsync<T>(T value) where T : IFormattable => Task.FromResult(value);

            [DistributedLock("{due.HasValue}-{this.Due.HasValue}")] public partial Task IsDueAsync(DateTime? due);
            private Task IsDueCoreAsync(DateTime? due) => Task.CompletedTask;
            public int? Due { get; set; }
        }
        """;

    private readonly RecordingProvider _provider = new();
    private readonly dynamic _service;

    public DeclarationTests() => _service = Service.Create(Source, _provider);

    private LockRequest Request => Assert.Single(_provider.Requests);

    [Fact(Timeout = 60_000)]
    public async Task All_options_arrive_in_the_request()
    {
        await _service.AllAsync(7);

        Assert.Equal("all-7", Request.Key.Value);
        Assert.Equal(TimeSpan.FromSeconds(30), Request.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(60), Request.Lease);
        Assert.Equal(TimeSpan.FromSeconds(5), Request.HoldAtLeast);
        Assert.Equal(TimeSpan.FromSeconds(90), Request.MaxHold);
        Assert.Equal(3, Request.MaxConcurrency);
        Assert.Equal("slow", Request.Definition!.Profile);
        Assert.Equal("all-{id}", Request.Definition.Template);
        Assert.Equal("Service.AllAsync", Request.Definition.Member);
    }

    [Fact(Timeout = 60_000)]
    public async Task Options_that_are_not_set_stay_not_set()
    {
        await _service.NoneAsync();

        var definition = Request.Definition!;
        Assert.Null(definition.Timeout);
        Assert.Null(definition.Lease);
        Assert.Null(definition.HoldAtLeast);
        Assert.Null(definition.MaxHold);
        Assert.Null(definition.Profile);
        Assert.Equal(LockMode.Exclusive, definition.Mode);
        Assert.Equal(1, definition.MaxConcurrency);
    }

    [Fact(Timeout = 60_000)]
    public async Task Infinite_timeout_and_shared_mode_arrive()
    {
        await _service.EverAsync();

        Assert.Equal(Timeout.InfiniteTimeSpan, Request.Timeout);
        Assert.Equal(LockMode.Shared, Request.Mode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Named_core_is_called_and_a_zero_timeout_arrives()
    {
        Assert.Equal(9, await _service.OnceAsync());
        Assert.Equal(TimeSpan.Zero, Request.Timeout);
    }

    [Fact(Timeout = 60_000)]
    public async Task Definition_is_one_for_all_calls()
    {
        await _service.AllAsync(1);
        await _service.AllAsync(2);

        Assert.Same(_provider.Requests[0].Definition, _provider.Requests[1].Definition);
    }

    [Fact(Timeout = 60_000)]
    public async Task Generic_method_and_instance_member_make_the_key()
    {
        _service.Region = "us";

        Assert.Equal(1.5, await _service.EchoAsync<double>(1.5));
        Assert.Equal("us-1.5", Request.Key.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nullable_value_says_in_the_key_whether_it_is_there()
    {
        _service.Due = 1;

        await _service.IsDueAsync((DateTime?)null);

        Assert.Equal("false-true", Request.Key.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task Override_is_locked()
    {
        Assert.Equal("override", await _service.NameAsync());
        Assert.Equal("override", Request.Key.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task Virtual_core_of_an_inherited_wrapper_is_the_derived_one()
    {
        Assert.Equal("derived", await _service.TurnAsync());
        Assert.Equal("Base.TurnAsync", Request.Definition!.Member);
    }

    [Fact(Timeout = 60_000)]
    public void Assembly_lists_its_locks()
    {
        var infos = Service.TypeOf(Source).Assembly.GetCustomAttributes<LockDefinitionInfoAttribute>().OrderBy(info => info.Member, StringComparer.Ordinal).ToList();

        Assert.Equal(8, infos.Count);
        Assert.Contains(infos, info => info is { Template: "all-{id}", Member: "Service.AllAsync(int)", MaxConcurrency: 3, Mode: LockMode.Exclusive });
        Assert.Contains(infos, info => info is { Template: "ever", MaxConcurrency: 1, Mode: LockMode.Shared });
    }
}
