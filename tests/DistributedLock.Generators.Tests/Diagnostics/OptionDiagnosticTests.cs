using Microsoft.CodeAnalysis;
using static DistributedLock.Generators.Tests.Diagnostics.DeclarationDiagnostics;

namespace DistributedLock.Generators.Tests.Diagnostics;

/// <summary>DLK0011: options that contradict each other, on the option.</summary>
public class OptionDiagnosticTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("TimeoutSeconds = 1, [|DLK0011:TimeoutMinutes = 1|]")]
    [InlineData("[|DLK0011:TimeoutSeconds = -1|]")]
    [InlineData("[|DLK0011:TimeoutMinutes = -0.5|]")]
    [InlineData("[|DLK0011:TimeoutSeconds = 1e10|]")]
    [InlineData("[|DLK0011:TimeoutSeconds = double.NegativeInfinity|]")]
    [InlineData("[|DLK0011:LeaseSeconds = 0|]")]
    [InlineData("[|DLK0011:LeaseSeconds = double.PositiveInfinity|]")]
    [InlineData("[|DLK0011:MaxHoldSeconds = 0|]")]
    [InlineData("[|DLK0011:HoldAtLeastSeconds = -1|]")]
    [InlineData("[|DLK0011:HoldAtLeastSeconds = 30|]")]
    [InlineData("LeaseSeconds = 5, [|DLK0011:HoldAtLeastSeconds = 6|]")]
    [InlineData("HoldAtLeastSeconds = 6, [|DLK0011:MaxHoldSeconds = 6|]")]
    [InlineData("[|DLK0011:MaxConcurrency = -1|]")]
    [InlineData("Mode = LockMode.Shared, [|DLK0011:MaxConcurrency = 2|]")]
    [InlineData("[|DLK0011:Mode = (LockMode)9|]")]
    [InlineData("[|DLK0011:OnContention = (Contention)9|]")]
    [InlineData("[|DLK0011:OnContention = Contention.Reschedule|]")]
    [InlineData("[|DLK0011:RescheduleSeconds = 5|]")]
    [InlineData("[|DLK0011:OnContention = Contention.Reschedule|], [|DLK0011:RescheduleSeconds = 5|]")]
    [InlineData("[|DLK0011:Fallback = \"Nothing\"|]")]
    [InlineData("[|DLK0011:Fallback = nameof(WithHandle)|]")]
    [InlineData("[|DLK0011:Fallback = nameof(Other)|]")]
    [InlineData("[|DLK0011:Fallback = nameof(Busy)|], OnContention = Contention.Skip")]
    [InlineData("[|DLK0011:Fallback = nameof(Busy)|], OnContention = Contention.Throw")]
    public async Task Options_that_contradict_each_other_are_reported(string options) => await AreAsync(Method(options));

    [Theory(Timeout = 60_000)]
    [InlineData("TimeoutSeconds = 0")]
    [InlineData("TimeoutSeconds = double.NaN")]
    [InlineData("TimeoutSeconds = double.PositiveInfinity")]
    [InlineData("TimeoutMinutes = 0.5")]
    [InlineData("LeaseSeconds = 60, HoldAtLeastSeconds = 45, MaxHoldSeconds = 50")]
    [InlineData("Profile = \"slow\", HoldAtLeastSeconds = 45")]
    [InlineData("MaxConcurrency = 3")]
    [InlineData("Mode = LockMode.Shared, MaxConcurrency = 1")]
    [InlineData("OnContention = Contention.Skip")]
    [InlineData("OnContention = Contention.Default, Fallback = nameof(Busy)")]
    [InlineData("Fallback = nameof(BusyWithoutToken)")]
    public async Task Options_that_agree_are_not_reported(string options) => await AreAsync(Method(options));

    [Fact(Timeout = 60_000)]
    public async Task Scope_outside_an_endpoint_is_a_warning_and_the_wrapper_is_written()
    {
        var found = await AreAsync(Method("[|DLK0011:Scope = LockScope.Response|]"));

        Assert.Equal(DiagnosticSeverity.Warning, found[0].Severity);
    }

    [Fact(Timeout = 60_000)]
    public async Task Rescheduling_is_not_told_to_be_switched_on_where_it_cannot_be()
    {
        var found = await AreAsync(Method("[|DLK0011:RescheduleSeconds = 5|]"));

        Assert.DoesNotContain("Contention.Reschedule", found[0].GetMessage(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("OnContention = Contention.Skip", "[|DLK0011:OnContention = Contention.Throw|]")]
    [InlineData("Core = \"RunCoreAsync\"", "[|DLK0011:Core = \"BusyWithoutToken\"|]")]
    [InlineData("Fallback = \"Busy\"", "[|DLK0011:Fallback = \"BusyWithoutToken\"|]")]
    public async Task Attributes_of_one_method_that_differ_are_reported_on_the_second(string first, string second) =>
        await AreAsync(Method(first).Replace("[DistributedLock(\"k\", ", $"[DistributedLock(\"j\", {first})] [DistributedLock(\"k\", ", StringComparison.Ordinal)
            .Replace($"\"k\", {first}", $"\"k\", {second}", StringComparison.Ordinal));

    [Fact(Timeout = 60_000)]
    public async Task Different_permits_for_one_template_are_reported_on_each()
    {
        var found = await AreAsync(InService("""
            [DistributedLock("k-{id}", [|DLK0011:MaxConcurrency = 3|])] public partial void Run(int id); void RunCore(int id) { }
            [[|DLK0011:DistributedLock("k-<id>")|]] public partial void Stop(int id); void StopCore(int id) { }
            """));

        Assert.All(found, diagnostic => Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity));
    }

    [Fact(Timeout = 60_000)]
    public async Task Equal_permits_for_one_template_are_not_reported() => await AreAsync(InService("""
        [DistributedLock("k", MaxConcurrency = 3)] public partial void Run(); void RunCore() { }
        [DistributedLock("k", MaxConcurrency = 3)] public partial void Stop(); void StopCore() { }
        """));

    private static string Method(string options) => InService($$"""
            [DistributedLock("k", {{options}})]
            public partial Task RunAsync(int id, CancellationToken token);

            private Task RunCoreAsync(int id, CancellationToken token) => Task.CompletedTask;

            private Task Busy(int id, CancellationToken token) => Task.CompletedTask;

            private Task BusyWithoutToken(int id) => Task.CompletedTask;

            private Task WithHandle(int id, IDistributedLockHandle handle) => Task.CompletedTask;

            private Task Other(string id) => Task.CompletedTask;
            """);
}
