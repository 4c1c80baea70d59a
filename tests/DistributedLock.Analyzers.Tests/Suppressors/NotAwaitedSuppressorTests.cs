using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Suppressors;

public class NotAwaitedSuppressorTests
{
    public static TheoryData<string> LockCalls { get; } = ["RunAsync();", "this.RunAsync();", "locks.AcquireAsync(\"k\");", "locks.TryAcquireAsync(\"k\");"];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(LockCalls))]
    public Task Call_that_DLK0101_reports_is_reported_once(string statement) => Suppressed.AllAsync("CS4014", InService(statement));

    [Theory(Timeout = 60_000)]
    [InlineData("Task.Delay(1);")]
    [InlineData("Other();")]
    [InlineData("locks.AcquireAsync(\"k\").AsTask();")]
    public Task Call_that_takes_no_lock_is_the_compilers_business(string statement) => Suppressed.NothingAsync("CS4014", InService(statement));

    [Theory(Timeout = 60_000)]
    [InlineData("none")]
    [InlineData("silent")]
    [InlineData("suggestion")]
    public Task Whoever_has_turned_DLK0101_down_keeps_the_compilers_warning(string severity) => Suppressed.NothingAsync(
        "CS4014", new TestCode(InService("RunAsync();")) { EditorConfig = $"[*.cs]\ndotnet_diagnostic.DLK0101.severity = {severity}\n" });

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(LockCalls))]
    public async Task What_is_taken_back_is_reported_by_our_rule(string statement)
    {
        Assert.SkipUnless(AllRules.Descriptors.Any(rule => rule.Id == "DLK0101"), "The rule is not there yet.");

        var ours = await TestCompilation.Of(InService(statement)).DiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.Contains(ours, diagnostic => diagnostic.Id == "DLK0101");
    }

    private static string InService(string statement) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k")] public partial Task RunAsync();
            private Task RunCoreAsync() => Task.CompletedTask;
            private Task Other() => Task.CompletedTask;
            public async Task CallAsync() { await Task.Yield(); {{statement}} }
        }
        """;
}
