using static DistributedLock.Analyzers.Tests.Declarations.MethodDivision;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0001: what of a method goes to its definition, and what to its core.</summary>
public class DividedSignatureTests
{
    [Fact(Timeout = 60_000)]
    public Task Method_without_accessibility_says_that_it_is_private() => MendsAsync(
        """
            [DistributedLock("a")]
            async Task RunAsync() => await Task.Yield();

            [DistributedLock("b")]
            void Run() { }

            [DistributedLock("c")]
            static int Count(IDistributedLockProvider provider) => 1;
        """,
        """
            [DistributedLock("a")]
            private partial Task RunAsync();

            private async Task RunCoreAsync() => await Task.Yield();

            [DistributedLock("b")]
            private partial void Run();

            private void RunCore() { }

            [DistributedLock("c")]
            private static partial int Count(IDistributedLockProvider provider);

            private static int CountCore(IDistributedLockProvider provider) => 1;
        """);

    [Fact(Timeout = 60_000)]
    public Task Generic_method_keeps_its_constraints_on_both_parts() => MendsAsync(
        """
            [DistributedLock("a-{id}")]
            public async Task<T> GetAsync<T, TKey>(TKey id)
                where T : class, new()
                where TKey : struct, IFormattable
            {
                await Task.Yield();
                return new T();
            }
        """,
        """
            [DistributedLock("a-{id}")]
            public partial Task<T> GetAsync<T, TKey>(TKey id)
                where T : class, new()
                where TKey : struct, IFormattable;

            private async Task<T> GetCoreAsync<T, TKey>(TKey id)
                where T : class, new()
                where TKey : struct, IFormattable
            {
                await Task.Yield();
                return new T();
            }
        """);

    [Fact(Timeout = 60_000)]
    public Task Parameters_lose_what_only_callers_see() => MendsAsync(
        """
            [DistributedLock("a")]
            public void Run(
                [System.Diagnostics.CodeAnalysis.AllowNull] string name, // the name
                [System.ComponentModel.Description("x")] int count = 5,
                [System.Runtime.CompilerServices.CallerMemberName] string caller = "",
                params int[] rest)
            {
            }
        """,
        """
            [DistributedLock("a")]
            public partial void Run(
                [System.Diagnostics.CodeAnalysis.AllowNull] string name, // the name
                [System.ComponentModel.Description("x")] int count = 5,
                [System.Runtime.CompilerServices.CallerMemberName] string caller = "",
                params int[] rest);

            private void RunCore(
                [System.Diagnostics.CodeAnalysis.AllowNull] string name, // the name
                int count,
                string caller,
                int[] rest)
            {
            }
        """);

    [Fact(Timeout = 60_000)]
    public Task References_are_kept_in_synchronous_methods() => MendsAsync(
        """
            [DistributedLock("a")]
            public bool TryRun(in int id, ref int count, out string text)
            {
                text = "x";
                return count == id;
            }
        """,
        """
            [DistributedLock("a")]
            public partial bool TryRun(in int id, ref int count, out string text);

            private bool TryRunCore(in int id, ref int count, out string text)
            {
                text = "x";
                return count == id;
            }
        """);

    [Fact(Timeout = 60_000)]
    public Task Asynchronous_iterator_keeps_the_mark_of_its_token() => MendsAsync(
        """
            [DistributedLock("a")]
            public async IAsyncEnumerable<int> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
            {
                await Task.Delay(1, token);
                yield return 1;
            }
        """,
        """
            [DistributedLock("a")]
            public partial IAsyncEnumerable<int> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default);

            private async IAsyncEnumerable<int> ListCoreAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
            {
                await Task.Delay(1, token);
                yield return 1;
            }
        """);

    [Fact(Timeout = 60_000)]
    public Task Unsafe_stays_where_nothing_is_awaited() => MendsAsync(
        """
            [DistributedLock("a")]
            public unsafe int Read(int* place) => *place;

            [DistributedLock("b")]
            public unsafe Task ReadAsync(int[] places)
            {
                fixed (int* place = places)
                {
                    return Task.Delay(*place);
                }
            }
        """,
        """
            [DistributedLock("a")]
            public unsafe partial int Read(int* place);

            private unsafe int ReadCore(int* place) => *place;

            [DistributedLock("b")]
            public partial Task ReadAsync(int[] places);

            private unsafe Task ReadCoreAsync(int[] places)
            {
                fixed (int* place = places)
                {
                    return Task.Delay(*place);
                }
            }
        """);

    [Fact(Timeout = 60_000)]
    public Task Overloads_become_overloads() => MendsAsync(
        """
            [DistributedLock("a-{id}")]
            public async Task RunAsync(int id) => await Task.Yield();

            [DistributedLock("b-{id}")]
            public async Task RunAsync(string id) => await Task.Yield();
        """,
        """
            [DistributedLock("a-{id}")]
            public partial Task RunAsync(int id);

            private async Task RunCoreAsync(int id) => await Task.Yield();

            [DistributedLock("b-{id}")]
            public partial Task RunAsync(string id);

            private async Task RunCoreAsync(string id) => await Task.Yield();
        """);

    [Fact(Timeout = 60_000)]
    public Task Overloads_that_differ_by_a_token_alone_do_not_share_a_core() => MendsAsync(
        """
            [DistributedLock("a-{id}")]
            public async Task RunAsync(int id) => await Task.Yield();

            [DistributedLock("b-{id}")]
            public async Task RunAsync(int id, CancellationToken token) => await Task.Delay(1, token);
        """,
        """
            [DistributedLock("a-{id}")]
            public partial Task RunAsync(int id);

            private async Task RunCoreAsync(int id) => await Task.Yield();

            [DistributedLock("b-{id}", Core = nameof(RunBodyAsync))]
            public partial Task RunAsync(int id, CancellationToken token);

            private async Task RunBodyAsync(int id, CancellationToken token) => await Task.Delay(1, token);
        """);

    [Fact(Timeout = 60_000)]
    public Task Core_name_that_is_taken_by_another_member_is_left_alone() => MendsAsync(
        """
            public int RunCore { get; set; }

            [DistributedLock("a")]
            public void Run() => RunCore++;
        """,
        """
            public int RunCore { get; set; }

            [DistributedLock("a", Core = nameof(RunBody))]
            public partial void Run();

            private void RunBody() => RunCore++;
        """);

    [Fact(Timeout = 60_000)]
    public Task Core_that_the_attribute_names_gets_that_name() => MendsAsync(
        """
            [DistributedLock("a", Core = "Work")]
            public void Run() { }
        """,
        """
            [DistributedLock("a", Core = "Work")]
            public partial void Run();

            private void Work() { }
        """);

    [Fact(Timeout = 60_000)]
    public Task Attributes_about_the_body_are_repeated_on_the_core() => MendsAsync(
        """
            [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull("text")]
            [DistributedLock("a"), System.ComponentModel.Description("x")]
            public string? Upper(string? text) => text?.ToUpperInvariant();
        """,
        """
            [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull("text")]
            [DistributedLock("a"), System.ComponentModel.Description("x")]
            public partial string? Upper(string? text);

            [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull("text")]
            private string? UpperCore(string? text) => text?.ToUpperInvariant();
        """);
}
