using DistributedLock.Analyzers.Tests.Declarations;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Refactorings;

public class ProtectWithLockTests
{
    private const string Action = "Protect with distributed lock";

    [Fact(Timeout = 60_000)]
    public Task Method_becomes_a_locked_one_in_one_step() => ProtectsAsync(
        """
        public class InvoiceService
        {
            /// <summary>Makes one.</summary>
            public async Task<int> Create$$Async(string tenantId, int amount, CancellationToken cancellationToken = default)
            {
                await Task.Delay(amount, cancellationToken);
                return tenantId.Length;
            }
        }
        """,
        """
        public partial class InvoiceService(IDistributedLockProvider locks)
        {
            /// <summary>Makes one.</summary>
            [DistributedLock("invoice-service-create-{tenantId}")]
            public partial Task<int> CreateAsync(string tenantId, int amount, CancellationToken cancellationToken = default);

            private async Task<int> CreateCoreAsync(string tenantId, int amount, CancellationToken cancellationToken)
            {
                await Task.Delay(amount, cancellationToken);
                return tenantId.Length;
            }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Other_attributes_come_after_it() => ProtectsAsync(
        """
        public class S
        {
            // about it
            [Obsolete]
            void $$Run() { }
        }
        """,
        """
        public partial class S(IDistributedLockProvider locks)
        {
            // about it
            [DistributedLock("s-run")]
            [Obsolete]
            private partial void Run();

            [Obsolete]
            private void RunCore() { }
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("int id", "s-run-{id}")]
    [InlineData("Guid orderId, long lineNumber", "s-run-{orderId}-{lineNumber}")]
    [InlineData("string tenantKey, DayOfWeek dayCode", "s-run-{tenantKey}-{dayCode}")]
    [InlineData("string? tenantId, int? id, object key", "s-run")]
    [InlineData("Order order", "s-run-{order.Id}")]
    [InlineData("UrgentOrder order", "s-run-{order.Id}")]
    [InlineData("Order? order, Uri uri, string grid", "s-run")]
    [InlineData("List<int> ids, Span<int> id", "s-run")]
    [InlineData("out int id", "s-run", "id = 0;")]
    [InlineData("string XMLId", "s-run-{XMLId}")]
    public Task Parameters_that_look_like_ids_are_in_the_key(string parameters, string key, string body = "") => ProtectsAsync(
        $$"""
        public record Order(int Id);
        public record UrgentOrder() : Order(1);

        public class S(IDistributedLockProvider locks)
        {
            public void Run({{parameters}}) { {{body}} }
        }
        """.Replace("public void Run", "public void $$Run", StringComparison.Ordinal),
        $$"""
        public record Order(int Id);
        public record UrgentOrder() : Order(1);

        public partial class S(IDistributedLockProvider locks)
        {
            [DistributedLock("{{key}}")]
            public partial void Run({{parameters}});

            private void RunCore({{parameters}}) { {{body}} }
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("XMLReader2", "GetByID", "xml-reader2-get-by-id")]
    [InlineData("Order_Lines", "_run", "order-lines-run")]
    [InlineData("Ärger", "Async", "ärger-async")]
    public Task Names_are_written_in_small_letters(string type, string method, string key) => ProtectsAsync(
        $$"""
        public class {{type}}(IDistributedLockProvider locks)
        {
            public void {{method}}() { }
        }
        """.Replace("public void " + method, "public void $$" + method, StringComparison.Ordinal),
        $$"""
        public partial class {{type}}(IDistributedLockProvider locks)
        {
            [DistributedLock("{{key}}")]
            public partial void {{method}}();

            private void {{method}}Core() { }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Core_is_named_where_its_usual_name_is_taken() => ProtectsAsync(
        """
        public class S(IDistributedLockProvider locks)
        {
            private int RunCore = 1;

            public int $$Run() => RunCore;
        }
        """,
        """
        public partial class S(IDistributedLockProvider locks)
        {
            private int RunCore = 1;

            [DistributedLock("s-run", Core = nameof(RunBody))]
            public partial int Run();

            private int RunBody() => RunCore;
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("public $$partial void Run();", "private void RunCore() { }")]
    [InlineData("[DistributedLock(\"a\")] public void $$Run() { }", "")]
    [InlineData("public void Run() { $$ }", "")]
    [InlineData("public int $$Count => 1;", "")]
    [InlineData("public async void $$Run() => await Task.Yield();", "")]
    [InlineData("public $$S(int a) : this() { }", "")]
    [InlineData("public void Run() { void $$Local() { } Local(); }", "")]
    [InlineData("public static S operator $$+(S a) => a;", "")]
    public Task What_cannot_be_locked_is_not_protected(string member, string other) => Fix.RefactoringIsNotOfferedAsync(Action, new TestCode($$"""
        public partial class S
        {
            public S() { }

            {{member}}

            {{other}}
        }
        """) { MayNotCompile = true });

    [Theory(Timeout = 60_000)]
    [InlineData("public interface I { void $$Run() { } }")]
    [InlineData("public abstract class I { public abstract void $$Run(); }")]
    [InlineData("file class I { public void $$Run() { } }")]
    public Task Type_that_cannot_hold_a_wrapper_is_left_alone(string type) => Fix.RefactoringIsNotOfferedAsync(Action, type);

    [Fact(Timeout = 60_000)]
    public Task Older_language_is_left_alone() => Fix.RefactoringIsNotOfferedAsync(Action, new TestCode("public class S { public void $$Run() { } }")
    {
        LanguageVersion = LanguageVersion.CSharp8,
        Nullable = Microsoft.CodeAnalysis.NullableContextOptions.Disable,
        MayNotCompile = true,
    });

    private static async Task ProtectsAsync(string before, string after)
    {
        await Fix.RefactorsAsync(Action, before, after);
        await Declaration.IsSoundAsync(after);
    }
}
