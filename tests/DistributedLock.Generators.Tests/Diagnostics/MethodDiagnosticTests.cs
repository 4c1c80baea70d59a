using DistributedLock.Generators.Tests.Harness;
using static DistributedLock.Generators.Tests.Diagnostics.DeclarationDiagnostics;

namespace DistributedLock.Generators.Tests.Diagnostics;

/// <summary>DLK0001 to DLK0003 and DLK0008 to DLK0010: what is wrong with the method, its type, its core, its provider.</summary>
public class MethodDiagnosticTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("[DistributedLock(\"k\")] public void [|DLK0001:Run|]() { }")]
    [InlineData("[DistributedLock(\"k-[|DLK0005:{x}|]\")] public async Task [|DLK0001:RunAsync|]() { await Task.Yield(); }")]
    [InlineData("[DistributedLock(\"k\")] public partial void [|DLK0003:Run|]();")]
    [InlineData("[DistributedLock(\"k\")] public partial void Run(int a); void [|DLK0003:RunCore|](string a) { }")]
    [InlineData("[DistributedLock(\"k\")] public partial void Run(int a); void [|DLK0003:RunCore|](ref int a) { }")]
    [InlineData("[DistributedLock(\"k\")] public partial void Run(int a); void [|DLK0003:RunCore|]() { }")]
    [InlineData("[DistributedLock(\"k\")] public partial void Run(); void [|DLK0003:RunCore|](int a) { }")]
    [InlineData("[DistributedLock(\"k\")] public partial void Run(); void [|DLK0003:RunCore|]<T>() { }")]
    [InlineData("[DistributedLock(\"k\")] public partial void Run(); async void [|DLK0003:RunCore|]() { await Task.Yield(); }")]
    [InlineData("[DistributedLock(\"k\")] public partial IEnumerable<int> Run(); IEnumerable<int> [|DLK0003:RunCore|]() { yield return 1; }")]
    [InlineData("[DistributedLock(\"k\")] public partial [|DLK0009:Task<IAsyncEnumerable<int>>|] RunAsync(); Task<IAsyncEnumerable<int>> RunCoreAsync() => null!;")]
    [InlineData("[DistributedLock(\"k\")] public partial [|DLK0009:Task<Task<int>>|] RunAsync(); Task<Task<int>> RunCoreAsync() => null!;")]
    [InlineData("[DistributedLock(\"k-{ids*}\")] public partial void Run(int[] ids); void [|DLK0003:RunCore|](int[] ids, IDistributedLockHandle handle) { }")]
    [InlineData("[DistributedLock(\"k\")] public partial void Run(); int [|DLK0003:RunCore|]() => 1;")]
    [InlineData("[DistributedLock(\"k\")] public partial Task<int> RunAsync(); Task<string> [|DLK0003:RunCoreAsync|]() => null!;")]
    [InlineData("[DistributedLock(\"k\")] public partial Task<string> RunAsync(); Task<string?> [|DLK0003:RunCoreAsync|]() => null!;")]
    [InlineData("[DistributedLock(\"k\")] public partial Task<LockResult<int>> RunAsync(); Task<LockResult<int>> [|DLK0003:RunCoreAsync|]() => null!;")]
    [InlineData("[DistributedLock(\"k\")] public partial Task RunAsync<T>(); Task [|DLK0003:RunCoreAsync|]<T>() where T : class => null!;")]
    [InlineData("[DistributedLock(\"k\")] public partial void Run(); void [|DLK0003:RunCore|](IReadOnlyList<IDistributedLockHandle> handles) { }")]
    [InlineData("[DistributedLock(\"k\", [|DLK0003:Core = \"Body\"|])] public partial void Run(); void RunCore() { }")]
    [InlineData("[DistributedLock(\"k\")] static partial void Run(); static IDistributedLockProvider S = null!; void [|DLK0003:RunCore|]() { }")]
    [InlineData("IDistributedLockProvider other = null!; [DistributedLock(\"k\")] public partial void [|DLK0008:Run|](); void RunCore() { }")]
    [InlineData("[DistributedLock(\"k\")] public static partial void [|DLK0008:Run|](); static void RunCore() { }")]
    [InlineData("[DistributedLock(\"k\", [|DLK0008:Provider = \"nothing\"|])] public partial void Run(); void RunCore() { }")]
    [InlineData("int number; [DistributedLock(\"k\", [|DLK0008:Provider = nameof(number)|])] public partial void Run(); void RunCore() { number = 1; }")]
    [InlineData("[DistributedLock(\"k\")] public partial Task RunAsync(ref int [|DLK0009:a|]); Task RunCoreAsync(ref int a) => null!;")]
    [InlineData("[DistributedLock(\"k\")] public partial Task RunAsync(in int [|DLK0009:a|], out int [|DLK0009:b|]); Task RunCoreAsync(in int a, out int b) { b = 1; return null!; }")]
    [InlineData("[DistributedLock(\"k\")] public partial Task RunAsync(Span<int> [|DLK0009:a|]); Task RunCoreAsync(Span<int> a) => null!;")]
    [InlineData("[DistributedLock(\"k\")] public unsafe partial Task [|DLK0009:RunAsync|](int* [|DLK0009:a|]); unsafe Task RunCoreAsync(int* a) => null!;")]
    [InlineData("int x; [DistributedLock(\"k\")] public partial ref int [|DLK0009:Run|](); ref int RunCore() => ref x;")]
    [InlineData("[DistributedLock(\"k\")] public partial [|DLK0009:YieldAwaitable|] Run(); YieldAwaitable RunCore() => default;")]
    [InlineData("[DistributedLock(\"k\")] public partial [|DLK0009:IAsyncEnumerator<int>|] Run(); IAsyncEnumerator<int> RunCore() => null!;")]
    [InlineData("[DistributedLock(\"k\")] public partial void [|DLK0009:Run|](); public partial void Run() { }")]
    [InlineData("[DistributedLock(\"k\")] public partial void [|DLK0009:Run|]() { }")]
    [InlineData("[DistributedLock(\"k\")] public async partial Task [|DLK0009:RunAsync|](int a = 1, string b = \"\") { await Task.Yield(); } Task Use() => RunAsync();")]
    [InlineData("[DistributedLock(\"k\")] protected virtual partial T [|DLK0009:Run|]<T>(ref T a, params int[] ids) where T : class, new() { return a; }")]
    [InlineData("[DistributedLock(\"k\")] public partial Task RunAsync<T>(T [|DLK0009:a|]) where T : allows ref struct; Task RunCoreAsync<T>(T a) where T : allows ref struct => null!;")]
    [InlineData("[DistributedLock(\"k\")] public static extern void [|DLK0009:Run|]();")]
    [InlineData("public int P { [DistributedLock(\"k\")] [|DLK0009:get|] => 1; }")]
    [InlineData("[DistributedLock(\"k\")] public static Service operator [|DLK0009:+|](Service a, Service b) => a;")]
    [InlineData("void Outer() { Local(); [DistributedLock(\"k\")] void [|DLK0009:Local|]() { } }")]
    [InlineData("void Outer() { Action a = [[|DLK0009:DistributedLock(\"k\")|]] () => { }; a(); }")]
    [InlineData("[DistributedLock(\"a-{x*}\")] public partial void Run(int[] x, IDistributedLockHandle? [|DLK0009:held|]); void RunCore(int[] x) { }")]
    [InlineData("[DistributedLock(\"k\", OnContention = Contention.Skip)] public partial [|DLK0010:int|] Run(); int RunCore() => 1;")]
    [InlineData("[DistributedLock(\"k\", OnContention = Contention.Skip)] public partial [|DLK0010:Task<string>|] RunAsync(); Task<string> RunCoreAsync() => null!;")]
    [InlineData("[DistributedLock(\"k\", OnContention = Contention.Skip)] public partial [|DLK0010:IAsyncEnumerable<int>|] RunAsync(); IAsyncEnumerable<int> RunCoreAsync() => null!;")]
    [InlineData("[DistributedLock(\"k\", OnContention = Contention.Skip)] public partial void Run(out int [|DLK0010:a|]); void RunCore(out int a) => a = 1;")]
    public async Task Method_is_reported_on_the_token_that_is_wrong(string members) => await AreAsync(InService(members));

    [Theory(Timeout = 60_000)]
    [InlineData("[DistributedLock(\"k\")] public partial void Run(); void RunCore() { }")]
    [InlineData("[DistributedLock(\"k\")] public partial Task RunAsync(); Task RunAsyncCore() => null!;")]
    [InlineData("[DistributedLock(\"k\")] public partial Task RunAsync(CancellationToken token); Task RunCoreAsync() => null!;")]
    [InlineData("[DistributedLock(\"k\")] public partial Task RunAsync(int a); Task RunCoreAsync(IDistributedLockHandle held, int a, CancellationToken added) => null!;")]
    [InlineData("[DistributedLock(\"k\")] public partial Task RunAsync(string a); Task RunCoreAsync(string? a) => null!;")]
    [InlineData("[DistributedLock(\"k\")] public partial Task<string?> RunAsync(); Task<string> RunCoreAsync() => null!;")]
    [InlineData("[DistributedLock(\"k\", Core = nameof(Body))] public partial Task RunAsync(); ValueTask Body() => default;")]
    [InlineData("[DistributedLock(\"k\", Provider = nameof(other))] public partial void Run(); void RunCore() { } IDistributedLockProvider other = null!;")]
    [InlineData("[DistributedLock(\"k\")] public static partial void Run(IDistributedLockProvider locks); static void RunCore(IDistributedLockProvider locks) { }")]
    [InlineData("[DistributedLock(\"k\", OnContention = Contention.Skip)] public partial Task RunAsync(); Task RunCoreAsync() => null!;")]
    [InlineData("[DistributedLock(\"k\", OnContention = Contention.Skip)] public partial Task<LockResult<int>> RunAsync(); Task<int> RunCoreAsync() => null!;")]
    [InlineData("[DistributedLock(\"k\", OnContention = Contention.Skip)] public partial LockResult Run(); void RunCore() { }")]
    [InlineData("[DistributedLock(\"k\")] public partial void Run(int x, IDistributedLockHandle? held); void RunCore(int x, IDistributedLockHandle? held) { }")]
    public async Task Method_that_is_right_is_not_reported(string members) => await AreAsync(InService(members));

    [Fact(Timeout = 60_000)]
    public async Task Type_and_its_outer_types_are_reported_each_on_its_name() => await AreAsync("""
        public class [|DLK0002:Outer|]
        {
            public class [|DLK0002:Inner|](IDistributedLockProvider locks)
            {
                [DistributedLock("k")] public partial void Run();
                private void RunCore() { }
            }
        }
        """);

    [Fact(Timeout = 60_000)]
    public async Task Missing_core_is_told_in_full()
    {
        var found = await AreAsync(InService(
            "[DistributedLock(\"k\")] public partial Task<LockResult<Invoice>> CreateAsync<T>(T item, int[] ids, CancellationToken token) where T : class;"
                .Replace("CreateAsync", "[|DLK0003:CreateAsync|]", StringComparison.Ordinal)));

        Assert.Contains(
            "write 'private async Task<Invoice> CreateCoreAsync<T>(T item, int[] ids, CancellationToken token) where T : class'", found[0].GetMessage(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Core_of_another_signature_is_told_which_type_it_has_and_which_it_needs()
    {
        var found = await AreAsync(InService("[DistributedLock(\"k\")] public partial void Run(int id); void [|DLK0003:RunCore|](ref string id) { }"));

        Assert.Contains("its parameter 'id' is 'ref string' instead of 'int'", found[0].GetMessage(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("public partial class S(IDistributedLockProvider locks) { [DistributedLock(\"k-{x}\")] public partial void Run(); void RunCore() { } }")]
    [InlineData("public partial class S(IDistributedLockProvider a, IDistributedLockProvider b) { [DistributedLock(\"k\")] public partial void Run(); void RunCore() { } }")]
    [InlineData("public partial class S(IDistributedLockProvider a, int b) { [DistributedLock(\"k\", Provider = nameof(a))] public partial void Run(); int B => b; }")]
    [InlineData("public partial class S(IDistributedLockProvider a) { readonly IDistributedLockProvider b = a; [DistributedLock(\"k\")] public partial void Run(); }")]
    [InlineData("public partial record S(IDistributedLockProvider A) { [DistributedLock(\"k\")] public partial void Run(); }")]
    [InlineData("public partial class S(IDistributedLockProvider a) { IDistributedLockProvider A => a; [DistributedLock(\"k\")] public static partial void Run(); }")]
    public void Method_with_an_error_draws_no_second_message_of_the_compiler(string source)
    {
        var compiled = CompiledSource.Of(source);

        Assert.NotEmpty(compiled.Files);
        Assert.Empty(compiled.CompilerMessages());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("public partial Task RunAsync() { return Task.CompletedTask; }")]
    [InlineData("public async partial Task RunAsync() => await Task.Yield();")]
    [InlineData("internal static partial T Run<T>(in T a, params int[] ids) where T : struct, IFormattable => a;")]
    [InlineData("protected virtual partial ref readonly int Run(int[] a, scoped Span<int> b) => ref a[0];")]
    [InlineData("static partial void Run() { }")]
    [InlineData("public partial async IAsyncEnumerable<int> RunAsync([EnumeratorCancellation] CancellationToken token) { await Task.Yield(); yield return 1; }")]
    public void Part_with_a_body_gets_its_definition_so_that_the_compiler_comes_to_the_analyzers(string part)
    {
        var compiled = CompiledSource.Of(InService($"[DistributedLock(\"k\")] {part.Replace("partial async", "async partial", StringComparison.Ordinal)}"));

        Assert.Single(compiled.Files);
        Assert.Empty(compiled.CompilerMessages());
    }

    [Fact(Timeout = 60_000)]
    public async Task Part_with_a_body_is_told_what_to_write()
    {
        var found = await AreAsync(InService(
            "[DistributedLock(\"k\")] public async partial Task<T> [|DLK0009:RunAsync|]<T>(\n    T a,\n    int b = 1)\n    where T : class\n{ await Task.Yield(); return a; }"));

        Assert.Contains(
            "write 'public partial Task<T> RunAsync<T>(T a, int b = 1) where T : class;' with the attribute, and make this method 'RunCoreAsync' without 'partial'",
            found[0].GetMessage(),
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Method_with_an_error_throws_and_takes_no_lock()
    {
        var provider = new RecordingProvider();
        dynamic service = Service.Create(
            "public partial class Service(IDistributedLockProvider locks) { public object Locks => locks; [DistributedLock(\"k\")] public partial int Run(out int a); }", provider);
        var run = (System.Reflection.MethodInfo)service.GetType().GetMethod("Run");

        var exception = Assert.Throws<System.Reflection.TargetInvocationException>(() => run.Invoke((object)service, [0])).InnerException;

        Assert.Contains("Service.Run", Assert.IsType<InvalidOperationException>(exception).Message, StringComparison.Ordinal);
        Assert.Contains("DLK0003", exception.Message, StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("file partial class F { IDistributedLockProvider l = null!; [DistributedLock(\"k\")] public partial void [|DLK0009:Run|](); void RunCore() { } }")]
    [InlineData("[DistributedLock(\"k\")] public partial class [|DLK0009:C|] { }")]
    [InlineData("public partial class C { [DistributedLock(\"k\")] [|DLK0009:C|]() { } }")]
    [InlineData("public interface I { void Run(); } public partial class C : I { [DistributedLock(\"k\")] void I.[|DLK0009:Run|]() { } }")]
    [InlineData("public abstract partial class C { [DistributedLock(\"k\")] public abstract void [|DLK0009:Run|](); }")]
    [InlineData("public ref partial struct S { IDistributedLockProvider l; [DistributedLock(\"k\")] public partial Task [|DLK0009:RunAsync|](); Task RunCoreAsync() => null!; }")]
    [InlineData("public partial class A(IDistributedLockProvider a) { [DistributedLock(\"k\")] public partial void [|DLK0008:Run|](int a); void RunCore(int a) { } }")]
    [InlineData("public class B { protected IDistributedLockProvider locks = null!; } public partial class A : B { new int locks; [DistributedLock(\"k\")] public partial void [|DLK0008:Run|](); void RunCore() => locks = 1; }")]
    [InlineData("public class B { protected void RunCore(int x) { } } public partial class A : B { IDistributedLockProvider l = null!; [DistributedLock(\"k\")] public partial void Run(int x); void [|DLK0003:RunCore|](long x) { } }")]
    [InlineData("public class B { protected virtual void RunCore(int x) { } } public partial class A : B { IDistributedLockProvider l = null!; [DistributedLock(\"k\")] public partial void Run(int x); protected override void [|DLK0003:RunCore|](int x) { } void RunCore(object x) { } }")]
    [InlineData("public class B { IDistributedLockProvider locks = null!; } public partial class A : B { [DistributedLock(\"k\")] public partial void [|DLK0008:Run|](); void RunCore() { } }")]
    public async Task Place_is_reported_on_the_token_that_is_wrong(string source) => await AreAsync(source);

    [Theory(Timeout = 60_000)]
    [InlineData("public partial record R(IDistributedLockProvider Locks) { [DistributedLock(\"k\")] public partial void Run(); void RunCore() { } }")]
    [InlineData("public partial class A { IDistributedLockProvider P { get; } = null!; [DistributedLock(\"k\")] public partial void Run(); void RunCore() { } }")]
    [InlineData("public class B { protected IDistributedLockProvider locks = null!; } public partial class A : B { [DistributedLock(\"k\")] public partial void Run(); void RunCore() { } }")]
    [InlineData("public partial class A<T>(T locks) where T : IDistributedLockProvider { [DistributedLock(\"k\")] public partial void Run(); void RunCore() { } }")]
    [InlineData("public class B { protected void RunCore(int x) { } } public partial class A : B { IDistributedLockProvider l = null!; [DistributedLock(\"k\")] public partial void Run(int x); void RunCore(string x) { } }")]
    [InlineData("public partial class A { IDistributedLockProvider l = null!; class RunLock; [DistributedLock(\"k\")] public partial void Run(dynamic x); void RunCore(dynamic x) { } void RunCore(string x) { } }")]
    public async Task Place_that_is_right_is_not_reported(string source) => await AreAsync(source);

    [Fact(Timeout = 60_000)]
    public async Task Controller_action_is_no_exception_while_no_filter_takes_its_lock() => await AreAsync("""
        namespace Microsoft.AspNetCore.Mvc { public class ControllerBase { } }
        class [|DLK0002:C|] : Microsoft.AspNetCore.Mvc.ControllerBase { IDistributedLockProvider l = null!; [DistributedLock("order")] public int [|DLK0001:Get|]() => 1; }
        """);

    [Fact(Timeout = 60_000)]
    public async Task Csharp_8_is_told_to_become_9()
    {
        var compiled = CompiledSource.Of(
            InService("[DistributedLock(\"k\")] partial void Run(); void RunCore() { }"), Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp8);

        var found = Assert.Single(await compiled.AnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("DLK0009", found.Id);
        Assert.Contains("<LangVersion>", found.GetMessage(), StringComparison.Ordinal);
        Assert.Empty(compiled.Files);
    }

    [Fact(Timeout = 60_000)]
    public async Task Pragma_switches_a_diagnostic_off()
    {
        var compiled = CompiledSource.Of(InService(
            "\n#pragma warning disable DLK0007\n[DistributedLock(\"k-{id}\")] public partial void Run(string? id); void RunCore(string? id) { }"));

        Assert.Empty(await compiled.AnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        Assert.Single(compiled.Files);
    }
}
