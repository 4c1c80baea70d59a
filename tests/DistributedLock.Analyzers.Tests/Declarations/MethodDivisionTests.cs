using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;
using static DistributedLock.Analyzers.Tests.Declarations.MethodDivision;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0001: how a method is divided into definition and core.</summary>
public class MethodDivisionTests
{
    [Fact(Timeout = 60_000)]
    public Task Async_method_leaves_its_head_and_gives_its_body_to_the_core() => MendsAsync(
        """
            /// <summary>Makes an invoice.</summary>
            /// <param name="tenantId">Whose.</param>
            [DistributedLock("invoice-{tenantId}")]
            [Obsolete("old")]
            public async Task<int> CreateAsync(string tenantId, CancellationToken cancellationToken = default)
            {
                // the work
                await Task.Delay(10, cancellationToken);
                return tenantId.Length;
            }
        """,
        """
            /// <summary>Makes an invoice.</summary>
            /// <param name="tenantId">Whose.</param>
            [DistributedLock("invoice-{tenantId}")]
            [Obsolete("old")]
            public partial Task<int> CreateAsync(string tenantId, CancellationToken cancellationToken = default);

            [Obsolete("old")]
            private async Task<int> CreateCoreAsync(string tenantId, CancellationToken cancellationToken)
            {
                // the work
                await Task.Delay(10, cancellationToken);
                return tenantId.Length;
            }
        """);

    [Fact(Timeout = 60_000)]
    public Task Expression_body_stays_one() => MendsAsync(
        """
            [DistributedLock("a")]
            public Task RunAsync(int id) => Task.Delay(id); // done
        """,
        """
            [DistributedLock("a")]
            public partial Task RunAsync(int id);

            private Task RunCoreAsync(int id) => Task.Delay(id); // done
        """);

    [Fact(Timeout = 60_000)]
    public Task Expression_body_on_the_next_line_stays_there() => MendsAsync(
        """
            [DistributedLock("a")]
            public async Task RunAsync(int id)
                => await Task.Delay(id);
        """,
        """
            [DistributedLock("a")]
            public partial Task RunAsync(int id);

            private async Task RunCoreAsync(int id)
                => await Task.Delay(id);
        """);

    [Fact(Timeout = 60_000)]
    public Task Synchronous_void_method_gets_a_core_without_async_in_its_name() => MendsAsync(
        """
            [DistributedLock("a")]
            internal void Rebuild()
            {
            }
        """,
        """
            [DistributedLock("a")]
            internal partial void Rebuild();

            private void RebuildCore()
            {
            }
        """);

    [Fact(Timeout = 60_000)]
    public Task Value_task_is_divided() => MendsAsync(
        """
            [DistributedLock("a")]
            public async ValueTask<string?> FindAsync(string id) => await Task.FromResult<string?>(id);

            [DistributedLock("b")]
            public ValueTask TouchAsync() => default;
        """,
        """
            [DistributedLock("a")]
            public partial ValueTask<string?> FindAsync(string id);

            private async ValueTask<string?> FindCoreAsync(string id) => await Task.FromResult<string?>(id);

            [DistributedLock("b")]
            public partial ValueTask TouchAsync();

            private ValueTask TouchCoreAsync() => default;
        """);

    [Fact(Timeout = 60_000)]
    public Task Comments_regions_and_conditions_around_and_inside_stay() => MendsAsync(
        """
            #region work
            // about it
        #if true
            [DistributedLock("a")] // the lock
            /* modifiers */ public /* late */ async Task RunAsync(int id /* which */) // go
            {
        #if DEBUG
                await Task.Delay(1);
        #else
                await Task.Delay(id);
        #endif
            } // end
        #endif
            #endregion
        """,
        """
            #region work
            // about it
        #if true
            [DistributedLock("a")] // the lock
            /* modifiers */ public /* late */ partial Task RunAsync(int id /* which */);

            private async Task RunCoreAsync(int id /* which */) // go
            {
        #if DEBUG
                await Task.Delay(1);
        #else
                await Task.Delay(id);
        #endif
            } // end
        #endif
            #endregion
        """);

    [Fact(Timeout = 60_000)]
    public Task Several_locks_stay_together() => MendsAsync(
        """
            [DistributedLock("a-{from}")]
            [DistributedLock("a-{to}")]
            public async Task MoveAsync(string from, string to) => await Task.Yield();
        """,
        """
            [DistributedLock("a-{from}")]
            [DistributedLock("a-{to}")]
            public partial Task MoveAsync(string from, string to);

            private async Task MoveCoreAsync(string from, string to) => await Task.Yield();
        """);

    [Fact(Timeout = 60_000)]
    public Task Method_in_one_line_is_divided() => Fix.MendsAsync(
        Rule,
        """public partial class S(IDistributedLockProvider locks) { [DistributedLock("a")] public void Run() { } }""",
        """
        public partial class S(IDistributedLockProvider locks) { [DistributedLock("a")] public partial void Run();

        private void RunCore() { } }
        """);

    [Fact(Timeout = 60_000)]
    public Task Tabs_stay_tabs() => Fix.MendsAsync(
        Rule,
        "public class S\n{\n\tprivate readonly int _a;\n\n\tpublic S(int a)\n\t{\n\t\t_a = a;\n\t}\n\n\t[DistributedLock(\"a\")]\n\tpublic int Run()\n\t{\n\t\treturn _a;\n\t}\n}\n",
        "public partial class S\n{\n\tprivate readonly int _a;\n\tprivate readonly IDistributedLockProvider _locks;\n\n\tpublic S(int a, IDistributedLockProvider locks)\n\t{\n\t\t_a = a;\n\t\t_locks = locks;\n\t}\n\n\t[DistributedLock(\"a\")]\n\tpublic partial int Run();\n\n\tprivate int RunCore()\n\t{\n\t\treturn _a;\n\t}\n}\n");

    [Fact(Timeout = 60_000)]
    public Task Line_breaks_of_windows_stay() => Fix.MendsAsync(
        Rule,
        "public class S\r\n{\r\n    [DistributedLock(\"a\")]\r\n    public int Run(\r\n        int a,\r\n        int b)\r\n    {\r\n        return a;\r\n    }\r\n}\r\n",
        "public partial class S(IDistributedLockProvider locks)\r\n{\r\n    [DistributedLock(\"a\")]\r\n    public partial int Run(\r\n        int a,\r\n        int b);\r\n\r\n    private int RunCore(\r\n        int a,\r\n        int b)\r\n    {\r\n        return a;\r\n    }\r\n}\r\n");

    [Theory(Timeout = 60_000)]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.Latest)]
    public Task Every_version_of_the_language_is_served(LanguageVersion version) => Fix.MendsAsync(
        Rule,
        new TestCode("""
            class S
            {
                private readonly IDistributedLockProvider _locks;

                public S(IDistributedLockProvider locks) => _locks = locks;

                [DistributedLock("a-{id}")]
                public async Task<T> RunAsync<T>(T id, string text = "x") where T : struct, IFormattable
                {
                    await Task.Yield();
                    return id;
                }
            }
            """)
        {
            LanguageVersion = version,
            Nullable = Microsoft.CodeAnalysis.NullableContextOptions.Disable,
        },
        """
        partial class S
        {
            private readonly IDistributedLockProvider _locks;

            public S(IDistributedLockProvider locks) => _locks = locks;

            [DistributedLock("a-{id}")]
            public partial Task<T> RunAsync<T>(T id, string text = "x") where T : struct, IFormattable;

            private async Task<T> RunCoreAsync<T>(T id, string text) where T : struct, IFormattable
            {
                await Task.Yield();
                return id;
            }
        }
        """);
}
