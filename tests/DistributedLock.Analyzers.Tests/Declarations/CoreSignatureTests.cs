using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0003: a core of another signature.</summary>
public class CoreSignatureTests
{
    private const string Rule = "DLK0003";

    [Theory(Timeout = 60_000)]
    [InlineData("void Run(int id)", "void RunCore() { }", "void RunCore(int id) { }")]
    [InlineData("void Run(int id)", "void RunCore(string id) { }", "void RunCore(int id) { }")]
    [InlineData("void Run(int id, string name)", "void RunCore(string text, int number) => text.Substring(number);", "void RunCore(int number, string text) => text.Substring(number);")]
    [InlineData("void Run(int id = 1, params string[] names)", "void RunCore(int id) { }", "void RunCore(int id, string[] names) { }")]
    [InlineData("void Run(in int id)", "void RunCore(int id) { }", "void RunCore(in int id) { }")]
    [InlineData("void Run(int id)", "void RunCore(int id, string unused) { }", "void RunCore(int id) { }")]
    [InlineData("Task RunAsync(int id, CancellationToken token)", "Task RunCoreAsync(CancellationToken stop) => Task.Delay(1, stop);", "Task RunCoreAsync(CancellationToken stop, int id) => Task.Delay(1, stop);")]
    [InlineData("Task RunAsync(int id)", "Task RunAsyncCore(string s, IDistributedLockHandle held) => Task.CompletedTask;", "Task RunAsyncCore(int id, IDistributedLockHandle held) => Task.CompletedTask;")]
    [InlineData("Task RunAsync()", "async void RunCoreAsync() => await Task.Delay(1);", "async Task RunCoreAsync() => await Task.Delay(1);")]
    [InlineData("Task<LockResult<long>> RunAsync(long n)", "async Task<int> RunCoreAsync() => await Task.FromResult(1);", "async Task<long> RunCoreAsync(long n) => await Task.FromResult(1);")]
    [InlineData("T Run<T>(T value)", "T RunCore<T>(int other, T value) => value;", "T RunCore<T>(T value) => value;")]
    public async Task Signature_becomes_the_one_that_is_expected(string wrapper, string before, string after)
    {
        await Fix.MendsAsync(Rule, InService(wrapper, before), InService(wrapper, after), "Change the signature of 'Run");
        await Declaration.IsSoundAsync(InService(wrapper, after));
    }

    [Fact(Timeout = 60_000)]
    public Task Layout_and_the_rest_of_the_core_stay() => Fix.MendsAsync(Rule,
        InService("int Run(int id, string name)", """
            int RunCore(
                    int id)
                {
                    // so much
                    return id;
                }
            """),
        InService("int Run(int id, string name)", """
            int RunCore(
                    int id,
                    string name)
                {
                    // so much
                    return id;
                }
            """));

    [Theory(Timeout = 60_000)]
    [InlineData("void Run(int id)", "void RunCore(string id) => id.Trim();")]
    [InlineData("void Run(int id)", "void RunCore() { } private void Other() => RunCore();")]
    [InlineData("void Run(int id)", "void RunCore() { } private void RunCore(string id) { }")]
    [InlineData("void Run(int id)", "int RunCore => 1;")]
    [InlineData("void Run(int id)", "int RunCore(int id) => id;")]
    [InlineData("void Run(int id)", "void RunCore(/* all */) { }")]
    [InlineData("void Run(int id, string name)", "void RunCore(string one, string two) => one.CompareTo(two);")]
    [InlineData("void Run<T>(T value) where T : class", "void RunCore<T>(T value) where T : class, new() { }")]
    [InlineData("Task RunAsync(int id, CancellationToken one, CancellationToken two)", "Task RunCoreAsync() => Task.CompletedTask;")]
    public Task What_is_not_certain_is_the_users_to_change(string wrapper, string core) => Fix.IsNotOfferedAsync(Rule, new TestCode(InService(wrapper, core)) { MayNotCompile = true });

    [Fact(Timeout = 60_000)]
    public Task Core_of_another_overload_is_left_alone() => Fix.IsNotOfferedAsync(Rule, """
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial void Run(int id);

            [DistributedLock("b")]
            public partial void Run(string name);

            private void RunCore(int id) { }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Core_that_others_know_is_left_alone() => Fix.IsNotOfferedAsync(Rule, """
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial void Run(int id);

            protected virtual void RunCore() { }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Core_that_the_attribute_names_is_changed() => Fix.MendsAllAsync(Rule, """
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a", Core = nameof(Body))]
            public static partial int Run(int id, IDistributedLockProvider given);

            private int Body(int id) => id;

            [DistributedLock("a")]
            public partial void Go(int id);

            private void GoCore() { }
        }
        """,
        """
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a", Core = nameof(Body))]
            public static partial int Run(int id, IDistributedLockProvider given);

            private static int Body(int id, IDistributedLockProvider given) => id;

            [DistributedLock("a")]
            public partial void Go(int id);

            private void GoCore(int id) { }
        }
        """);

    private static string InService(string wrapper, string core) => $$"""
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a"{{(wrapper.Contains("LockResult", StringComparison.Ordinal) ? ", OnContention = Contention.Skip" : string.Empty)}})]
            public partial {{wrapper}};

            private {{core}}
        }
        """;
}
