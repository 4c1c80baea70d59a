using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Order;

/// <summary>Two unrelated methods that share one key template (DLK0301).</summary>
public class SharedTemplateTests
{
    private const string Rule = "DLK0301";

    [Fact(Timeout = 60_000)]
    public Task Methods_of_unrelated_types_are_reported_at_the_later_one() => Check.ReportsAsync(Rule, Two("\"a-{id}\"", "[|\"a-<id>\"|]"));

    [Fact(Timeout = 60_000)]
    public Task Keys_without_placeholders_are_reported() => Check.ReportsAsync(Rule, Two("\"jobs\"", "[|\"jobs\"|]"));

    [Fact(Timeout = 60_000)]
    public Task Template_of_one_constant_is_shared_on_purpose() => Check.SilentAsync(Rule, Two("Keys.Order", "Keys.Order"));

    [Theory(Timeout = 60_000)]
    [InlineData("\"a-{id}\"", "\"b-{id}\"")]
    [InlineData("\"a-{id}\", Mode = LockMode.Shared", "\"a-{id}\"")]
    public Task Other_template_or_a_reader_and_its_writer_are_silent(string first, string second) => Check.SilentAsync(Rule, Two(first, second));

    [Fact(Timeout = 60_000)]
    public Task Methods_of_one_type_are_silent() => Check.SilentAsync(Rule, """
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a-{id}")]
            public partial Task OneAsync(int id);

            private Task OneCoreAsync(int id) => Task.CompletedTask;

            [DistributedLock("a-{id}")]
            public partial Task TwoAsync(int id);

            private Task TwoCoreAsync(int id) => Task.CompletedTask;
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Implementations_of_one_contract_are_silent() => Check.SilentAsync(Rule, Two("\"a-{id}\"", "\"a-{id}\"", ": IContract"));

    [Fact(Timeout = 60_000)]
    public Task Override_and_what_it_overrides_are_silent() => Check.SilentAsync(Rule, """
        public partial class Base(IDistributedLockProvider locks)
        {
            protected IDistributedLockProvider Locks { get; } = locks;

            [DistributedLock("a-{id}")]
            public virtual partial Task RunAsync(int id);

            private Task RunCoreAsync(int id) => Task.CompletedTask;
        }

        public partial class Derived(IDistributedLockProvider locks) : Base(locks)
        {
            [DistributedLock("a-{id}", Core = nameof(RunHereAsync), Provider = nameof(Locks))]
            public override partial Task RunAsync(int id);

            private Task RunHereAsync(int id) => Task.CompletedTask;
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Lock_and_semaphore_do_not_exclude_each_other() => Check.SilentAsync("DLK0301", """
        public partial class First(IDistributedLockProvider locks)
        {
            [DistributedLock("report-{id}", MaxConcurrency = 3)]
            public partial Task RunAsync(int id);

            private Task RunCoreAsync(int id) => Task.CompletedTask;
        }

        public partial class Second(IDistributedLockProvider locks)
        {
            [DistributedLock("report-{id}")]
            public partial Task RunAsync(int id);

            private Task RunCoreAsync(int id) => Task.CompletedTask;
        }
        """);

    private static TestCode Two(string first, string second, string contract = "") => $$"""
        public static class Keys
        {
            public const string Order = "order-{id}";
        }

        public interface IContract
        {
            Task RunAsync(int id);
        }

        public partial class First(IDistributedLockProvider locks) {{contract}}
        {
            [DistributedLock({{first}})]
            public partial Task RunAsync(int id);

            private Task RunCoreAsync(int id) => Task.CompletedTask;
        }

        public partial class Second(IDistributedLockProvider locks) {{contract}}
        {
            [DistributedLock({{second}})]
            public partial Task RunAsync(int id);

            private Task RunCoreAsync(int id) => Task.CompletedTask;
        }
        """;
}
