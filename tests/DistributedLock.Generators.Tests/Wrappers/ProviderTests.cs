using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Wrappers;

/// <summary>Where the wrapper takes its lock from: the first of field, property, inherited member, constructor parameter, method parameter.</summary>
public class ProviderTests
{
    private const string Usings = "using P = DistributedLock.Generators.Tests.Harness.RecordingProvider;\n";

    [Theory(Timeout = 60_000)]
    [InlineData("a field goes before a property", "public class Service(P right, P wrong) : Both(right, wrong); public partial class Both(P a, P b) { private readonly P _field = a; private P Property { get; } = b; LOCKED }")]
    [InlineData("a property goes before an inherited member", "public class B(P b) { protected readonly P inherited = b; } public partial class Service(P right, P wrong) : B(wrong) { private P Property { get; } = right; LOCKED }")]
    [InlineData("an inherited member goes before a constructor parameter", "public class B(P b) { protected readonly P inherited = b; } public partial class Service : B { public Service(P right, P wrong) : base(right) { } LOCKED }")]
    [InlineData("a private member of the base class does not count", "public class B(P b) { private readonly P hidden = b; public P Get() => hidden; } public partial class Service(P right, P wrong) : B(wrong) { private readonly P _own = right; LOCKED }")]
    [InlineData("a named member goes before all", "public partial class Service(P right, P wrong) { private readonly P _field = wrong; private P Named { get; } = right; NAMED }")]
    [InlineData("a positional record gives its property", "public partial record R(P Locks) { LOCKED } public class Service(P right, P wrong) { private readonly R _r = new(right); public P Unused => wrong; public Task RunAsync() => _r.RunAsync(); }")]
    [InlineData("a struct gives its constructor parameter", "public partial struct S(P locks) { LOCKED } public class Service(P right, P wrong) { private readonly S _s = new(right); public P Unused => wrong; public Task RunAsync() => _s.RunAsync(); }")]
    public async Task Provider_is_found_in_order(string order, string source)
    {
        Assert.NotEmpty(order);
        source = Usings + source
            .Replace("LOCKED", "[DistributedLock(\"k\")] public partial Task RunAsync(); private Task RunCoreAsync() => Task.CompletedTask;", StringComparison.Ordinal)
            .Replace("NAMED", "[DistributedLock(\"k\", Provider = nameof(Named))] public partial Task RunAsync(); private Task RunCoreAsync() => Task.CompletedTask;", StringComparison.Ordinal);
        var right = new RecordingProvider();
        var wrong = new RecordingProvider();
        dynamic service = Activator.CreateInstance(Service.TypeOf(source), right, wrong)!;

        await service.RunAsync();

        Assert.Single(right.Requests);
        Assert.Empty(wrong.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task Static_method_takes_it_from_its_parameter()
    {
        var provider = new RecordingProvider();
        dynamic service = Service.Create(
            Usings + """
            public partial class Service(P locks)
            {
                [DistributedLock("k-{id}")] public static partial Task RunAsync(int id, P store);
                private static Task RunCoreAsync(int id, P store) => Task.CompletedTask;
                public Task CallAsync() => RunAsync(1, locks);
            }
            """,
            provider);

        await service.CallAsync();

        Assert.Equal("k-1", provider.Requests[0].Key.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task Property_is_read_once()
    {
        var provider = new RecordingProvider();
        dynamic service = Service.Create(
            Usings + """
            public partial class Service
            {
                private readonly Func<P> _next;
                public Service(P locks) => _next = () => { Reads++; return locks; };
                public int Reads { get; private set; }
                private P Locks => _next();
                [DistributedLock("k")] public partial Task RunAsync();
                private Task RunCoreAsync() => Task.CompletedTask;
            }
            """,
            provider);

        await service.RunAsync();

        Assert.Equal(1, service.Reads);
    }

    [Fact(Timeout = 60_000)]
    public async Task Null_provider_throws_and_the_core_does_not_run()
    {
        const string source = """
            public partial class Service(IDistributedLockProvider? locks)
            {
                public bool Ran { get; private set; }
                [DistributedLock("k")] public partial Task RunAsync();
                private Task RunCoreAsync() { Ran = true; return Task.CompletedTask; }
            }
            """;
        dynamic service = Service.Create(source, null!);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await service.RunAsync());
        Assert.False(service.Ran);
    }
}
