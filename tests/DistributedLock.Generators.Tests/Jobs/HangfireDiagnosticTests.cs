using Microsoft.CodeAnalysis;

namespace DistributedLock.Generators.Tests.Jobs;

/// <summary>What is said about locks on job classes of Hangfire.</summary>
public class HangfireDiagnosticTests
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task Lock_of_a_job_class_cannot_cancel()
    {
        var found = await HangfireSource.FindingsAsync("""
            [DistributedLock("report-{tenantId}")]
            public class Reports { public void Build(string tenantId) { } }
            """);

        Assert.StartsWith("DLK0014 DistributedLock(\"report-{tenantId}\"): A job of 'Reports'", Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Program_that_installs_no_filter_is_told_once_for_each_class()
    {
        const string Source = """
            [DistributedLock("report-{tenantId}")]
            public class Reports { public void Build(string tenantId) { } }

            public static class Program { public static void Main() { } }
            """;

        Assert.Contains(await HangfireSource.FindingsAsync(Source, OutputKind.ConsoleApplication), static finding => finding.StartsWith("DLK0013", StringComparison.Ordinal));
        Assert.DoesNotContain(await HangfireSource.FindingsAsync(Source), static finding => finding.StartsWith("DLK0013", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Program_that_installs_the_filter_is_told_nothing_of_it()
    {
        var found = await HangfireSource.FindingsAsync(
            """
            namespace Shop
            {
                using My_App.Jobs;

                [DistributedLock("report-{tenantId}")]
                public class Reports { public void Build(string tenantId) { } }

                public static class Program { public static void Main() => Hangfire.GlobalConfiguration.Configuration.UseDistributedLock(new InMemoryLockProvider()); }
            }
            """,
            OutputKind.ConsoleApplication);

        Assert.DoesNotContain(found, static finding => finding.StartsWith("DLK0013", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Every_public_method_must_have_what_the_key_names()
    {
        var found = await HangfireSource.FindingsAsync("""
            [DistributedLock("report-{tenantId}-{this.Region}")]
            public class Reports
            {
                public string Region => "";
                public void Build(string tenantId) { }
                public void Clear() { }
                internal void Helper() { }
                public void Dispose() { }
            }

            [DistributedLock("import-{tenantId}")]
            public sealed class Imports : IDisposable { public void Run(string tenantId) { } public void Dispose() { } }
            """);

        Assert.Equal(
            [
                "DLK0005 {tenantId}: The placeholder 'tenantId' names nothing: 'tenantId' is no parameter of 'Clear'; name one that is there",
                "DLK0005 {tenantId}: The placeholder 'tenantId' names nothing: 'tenantId' is no parameter of 'Dispose'; name one that is there",
                "DLK0005 {this.Region}: The placeholder 'this.Region' names nothing: 'Region' belongs to an instance, and the lock of a Hangfire job is taken before there is one; name a parameter of the job's methods",
            ],
            found.Where(static finding => finding.StartsWith("DLK0005", StringComparison.Ordinal)));
        Assert.Single(found, static finding => finding.StartsWith("DLK0014", StringComparison.Ordinal));
    }

    [Theory(Timeout = Limit)]
    [InlineData("Fallback = \"Other\"", "Hangfire cannot call another method")]
    [InlineData("Provider = \"locks\"", "UseDistributedLock is given")]
    [InlineData("Core = \"Other\"", "remove Core")]
    [InlineData("OnContention = Contention.Reschedule", "set RescheduleSeconds")]
    [InlineData("RescheduleSeconds = 5", "set that, or remove RescheduleSeconds")]
    [InlineData("OnContention = Contention.Reschedule, RescheduleSeconds = 0", "write more than 0")]
    [InlineData("TimeoutSeconds = -1", "write 0")]
    public async Task Options_that_cannot_be_are_contradictions_and_said_once(string option, string expected)
    {
        var found = await HangfireSource.FindingsAsync($$"""
            [DistributedLock("report", {{option}})]
            public class Reports { public void Build(string tenantId) { } public void Clear() { } }
            """);

        var finding = Assert.Single(found);
        Assert.StartsWith("DLK0011 ", finding, StringComparison.Ordinal);
        Assert.Contains(expected, finding, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("public class Reports<T> { public void Build(T tenant) { } }", "it is generic")]
    [InlineData("public class Reports { internal void Build() { } }", "no public method that Hangfire could call")]
    [InlineData("public class Reports { public void Build<T>() { } public void Build(ref int x) { } }", "no public method that Hangfire could call")]
    [InlineData("file class Reports { public void Build() { } }", "make it internal or public")]
    public async Task Class_whose_jobs_cannot_be_locked_is_not_supported(string declaration, string expected)
    {
        var found = await HangfireSource.FindingsAsync($"[DistributedLock(\"report\")] {declaration}");

        var finding = Assert.Single(found);
        Assert.StartsWith("DLK0009 ", finding, StringComparison.Ordinal);
        Assert.Contains(expected, finding, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Method_can_say_reschedule_where_Hangfire_is_and_must_say_when()
    {
        var found = await HangfireSource.FindingsAsync("""
            public partial class Invoices(IDistributedLockProvider locks)
            {
                [DistributedLock("a", OnContention = Contention.Reschedule, RescheduleSeconds = 20)] public partial void Create();
                private void CreateCore() { }

                [DistributedLock("b", OnContention = Contention.Reschedule)] public partial void Send();
                private void SendCore() { }
            }
            """);

        Assert.Contains("set RescheduleSeconds", Assert.Single(found), StringComparison.Ordinal);
    }
}
