namespace DistributedLock.Analyzers.Tests.Suppressors;

public class LockedMemberSuppressorTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("IDE0051")]
    [InlineData("CA1811")]
    [InlineData("S1144")]
    [InlineData("RCS1213")]
    public async Task Core_and_fallback_are_not_unused_and_other_methods_may_be(string id)
    {
        await Suppressed.AllAsync(id, InService("private Task [|RunCoreAsync|](int id) => Task.CompletedTask; private Task [|BusyAsync|](int id) => Task.CompletedTask;"));
        await Suppressed.NothingAsync(id, InService("private Task RunCoreAsync(int id) => Task.CompletedTask; private Task BusyAsync(int id) => Task.CompletedTask; private void [|Old|]() { }"));
    }

    [Fact(Timeout = 60_000)]
    public Task Core_of_a_declaration_with_a_mistake_is_not_unused() => Suppressed.AllAsync("IDE0051", """
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{unknown}")] public partial Task RunAsync(int id);
            private Task [|RunCoreAsync|](int id) => Task.CompletedTask;
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("IDE0060")]
    [InlineData("CA1801")]
    [InlineData("S1172")]
    [InlineData("RCS1163")]
    public async Task Parameter_that_the_wrapper_passes_is_not_for_the_core_to_leave_out(string id)
    {
        await Suppressed.AllAsync(id, InService("private Task RunCoreAsync([|int id|]) => Task.CompletedTask; private Task BusyAsync([|int id|]) => Task.CompletedTask;"));
        await Suppressed.NothingAsync(id, InService("""
            private Task RunCoreAsync(int id, [|IDistributedLockHandle handle|], [|CancellationToken token|]) => Local(1);
            private Task Local([|int other|]) { Inner(1); return Task.CompletedTask; void Inner([|int more|]) { } }
            private Task BusyAsync(int id) => Task.CompletedTask;
            """));
    }

    [Fact(Timeout = 60_000)]
    public async Task Parameters_of_a_core_are_given_while_a_mistake_elsewhere_keeps_the_wrapper_away()
    {
        await Suppressed.AllAsync("IDE0060", Mistaken("[|int id|]"));
        await Suppressed.NothingAsync("IDE0060", Mistaken("int id, [|CancellationToken token|]"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Core_may_be_async_without_awaiting_because_waiting_for_the_lock_is() =>
        await Suppressed.AllAsync("CS1998", InService("private async Task RunCoreAsync(int id) { } private async Task BusyAsync(int id) { }"));

    [Fact(Timeout = 60_000)]
    public Task Stream_cannot_but_be_async() => Suppressed.AllAsync("CS1998", """
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k")] public partial IAsyncEnumerable<int> ReadAsync();
            private async IAsyncEnumerable<int> ReadCoreAsync() { yield return 1; }
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("private Task RunCoreAsync(int id) => Task.CompletedTask; private Task BusyAsync(int id) => Task.CompletedTask; public async Task OtherAsync() { }")]
    [InlineData("private Task RunCoreAsync(int id) { Func<Task> run = async () => { }; return run(); } private Task BusyAsync(int id) => Task.CompletedTask;")]
    [InlineData("private Task RunCoreAsync(int id) { return Inner(); async Task Inner() { } } private Task BusyAsync(int id) => Task.CompletedTask;")]
    public Task Other_functions_that_await_nothing_stay_reported(string members) => Suppressed.NothingAsync("CS1998", InService(members));

    [Theory(Timeout = 60_000)]
    [InlineData("IDE0051")]
    [InlineData("IDE0052")]
    [InlineData("CA1823")]
    [InlineData("S4487")]
    [InlineData("RCS1213")]
    public async Task What_only_the_wrapper_reads_is_read(string id)
    {
        await Suppressed.AllAsync(id, Fields("[DistributedLock(\"k-{this._region}\")] public partial void Run();", "[|_locks|]", "[|_region|]"));
        await Suppressed.NothingAsync(id, Fields("[DistributedLock(\"k\")] public partial void Run();", "_locks", "[|_region|]"));
        await Suppressed.NothingAsync(id, Fields("public partial void Run(); public partial void Run() { }", "[|_locks|]", "[|_region|]"));
    }

    [Fact(Timeout = 60_000)]
    public Task Named_provider_of_any_type_is_read() => Suppressed.AllAsync("IDE0052", """
        partial class Service
        {
            private InMemoryLockProvider [|Chosen|] { get; } = new();
            [DistributedLock("k", Provider = nameof(Chosen))] public partial void Run();
            private void RunCore() { }
        }
        """);

    [Fact(Timeout = 60_000)]
    public async Task Provider_parameter_is_read_as_soon_as_the_method_is_partial()
    {
        const string NotPartial = """
            partial class Service(IDistributedLockProvider locks{0})
            {{
                [DistributedLock("k")] public Task RunAsync() => Task.CompletedTask;
            }}
            """;
        await Suppressed.AllAsync("CS9113", string.Format(System.Globalization.CultureInfo.InvariantCulture, NotPartial, ""));
        Assert.Equal([true, false], (await Suppressed.DiagnosticsAsync("CS9113", string.Format(System.Globalization.CultureInfo.InvariantCulture, NotPartial, ", int other")))
            .Select(diagnostic => diagnostic.IsSuppressed));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("CA1822")]
    [InlineData("S2325")]
    public async Task Locked_method_needs_its_instance_and_its_core_may_do_without(string id)
    {
        await Suppressed.AllAsync(id, """
            class Service(IDistributedLockProvider locks) { public object Locks => locks; [DistributedLock("k")] public Task [|RunAsync|]() => Task.CompletedTask; }
            """);
        await Suppressed.NothingAsync(id, InService("private Task [|RunCoreAsync|](int id) => Task.CompletedTask; private Task [|BusyAsync|](int id) => Task.CompletedTask;"));
    }

    private static string InService(string members) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{id}", Fallback = "BusyAsync")] public partial Task RunAsync(int id);
            {{members}}
        }
        """;

    private static string Mistaken(string parameters) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{unknown}")] public partial Task RunAsync(int id);
            private Task RunCoreAsync({{parameters}}) => Task.CompletedTask;
        }
        """;

    private static string Fields(string method, string locks, string region) => $$"""
        partial class Service(IDistributedLockProvider provider)
        {
            private readonly IDistributedLockProvider {{locks}} = provider;
            private readonly string {{region}} = "eu";
            {{method}}
            private void RunCore() { }
        }
        """;
}
