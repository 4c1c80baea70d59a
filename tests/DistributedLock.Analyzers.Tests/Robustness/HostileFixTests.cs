using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Robustness;

/// <summary>Every fix on code that is laid out as nobody expects it, alone and in two projects with the same (linked) files.</summary>
public class HostileFixTests
{
    [Theory(Timeout = 120_000)]
    [InlineData("partial files", "public partial class S { [DistributedLock(\"a\")] public void Run() { } }", "public partial class S { public S(int n) { N = n; } public int N { get; } }", "public partial class S : B { [DistributedLock(\"b\")] public void Go() { } } public class B { [DistributedLock(\"c\")] protected void Base() { } }")]
    [InlineData("primary constructor elsewhere", "public partial class S { [DistributedLock(\"a\")] public int Run() => n; }", "public partial class S(int n) : B(n);", "public class B(int n) { [DistributedLock(\"c\")] protected int Base() => n; }")]
    [InlineData("nested generics", "public class A<T> { public struct B<U>(U u) where U : notnull { public class C { [DistributedLock(\"a\")] public void Run<V>(T t, U u, V v) where V : class, new() { } } [DistributedLock(\"b-{x}\")] public readonly U Go(int x) => u; } }")]
    [InlineData("records", "public record R; public record S(int N) : R { [DistributedLock(\"a\")] public int Run() => N; } public sealed record T(int N, string M) : S(N) { public T(int n) : this(n, \"\") { } [DistributedLock(\"b\")] public string Go() => M; } public record struct U(int N) { [DistributedLock(\"c\")] public int Run() => N; } public readonly record struct V { [DistributedLock(\"d\")] public readonly int Run() => 1; }")]
    [InlineData("structs", "public struct S(int n) { private readonly int _n = n; [DistributedLock(\"a\")] public int Run() => _n; } public struct T { public int N; [DistributedLock(\"b\")] public void Run() => N++; } public ref struct U { [DistributedLock(\"c\")] public void Run() { } }")]
    [InlineData("interfaces", "public interface I { Task RunAsync(int id); void Go(); } public class S : I { [DistributedLock(\"a-{id}\")] public Task RunAsync(int id) => Task.CompletedTask; [DistributedLock(\"b\")] void I.Go() { } } public interface J { [DistributedLock(\"c\")] void Now() { } [DistributedLock(\"d\")] Task LaterAsync(); }")]
    [InlineData("conditions", "public class S\n{\n#if OTHER\n    public S(int a) { }\n#else\n    public S() { }\n#endif\n    [DistributedLock(\"a\")]\n#if OTHER\n    public int Run() => 1;\n#else\n    public void Run()\n    {\n#region x\n    }\n#endregion\n#endif\n}")]
    [InlineData("conditions around a base", "public class B { [DistributedLock(\"a\")] public void Run() { } }\npublic class D\n#if !OTHER\n    : B\n#endif\n{\n    public D()\n#if !OTHER\n        : base()\n#endif\n    {\n    }\n}")]
    [InlineData("one line", "class S{[DistributedLock(\"a\")]void Run(){}[DistributedLock(\"b\")]void Go()=>Run();}class T:S{}class U:S{public U(){}public U(int n):this(){}}")]
    [InlineData("comments", "/*a*/class/*b*/S/*c*/<T>/*d*/:/*e*/B/*f*/where T/*g*/:/*h*/class/*i*/{/*j*/[DistributedLock(\"a\")]/*k*/void/*l*/Run/*m*/(/*n*/)/*o*/{/*p*/}/*q*/}/*r*/class B/*s*/{/*t*/[DistributedLock(\"b\")]/*u*/public void Go()/*v*/=>/*w*/ToString()/*x*/;/*y*/}")]
    [InlineData("unusual names", "class @class { [DistributedLock(\"a\")] public async Task @async() => await Task.Yield(); [DistributedLock(\"b\")] public int CoreAsync() => 1; [DistributedLock(\"c\")] public int Async() => 1; } class @base : @class { @base() : base() { } }")]
    [InlineData("overloads", "class S { [DistributedLock(\"a\")] void Run() { } [DistributedLock(\"a\")] void Run(CancellationToken t) { } [DistributedLock(\"a\")] void Run(int i) { } void RunCore() { } [DistributedLock(\"a\")] int Run<T>(T t) => 1; [DistributedLock(\"a\")] int Run<T, U>(T t) => 1; }")]
    [InlineData("overrides", "abstract class A { public abstract Task RunAsync(); public virtual void Go<T>(T t) where T : struct { } } class B : A { [DistributedLock(\"a\")] public override async Task RunAsync() { await Task.Yield(); } [DistributedLock(\"b\")] public sealed override void Go<T>(T t) { } } class C : B { [DistributedLock(\"c\")] public override Task RunAsync() => base.RunAsync(); }")]
    [InlineData("generic base", "class B<T> { protected B(T t) { } [DistributedLock(\"a\")] protected void Run() { } } class D<U> : B<List<U>> where U : new() { public D(List<U> u) : base(u) { } } class E : D<int> { public E() : base(new()) { } public static E Make() => new(); } class F(int n) : D<string?[]>(new() { new string?[n] });", "class G : IDisposable { void IDisposable.Dispose() { } } partial class H { } partial class H : E { } partial class H : IDisposable { public void Dispose() { } }")]
    [InlineData("attributes and events", "[Obsolete] class S { [Obsolete, DistributedLock(\"a\")] [return: System.Diagnostics.CodeAnalysis.NotNull] public string Run([System.Diagnostics.CodeAnalysis.AllowNull] string s = null!) => s ?? \"\"; public event EventHandler? E { add { [DistributedLock(\"x\")] void F() { } F(); } remove { } } ~S() { } public static S operator +(S a, S b) => new S(); public int this[int i] => new S().GetHashCode(); }")]
    [InlineData("constructors that call each other", "class S { S(string s, IDistributedLockProvider p) { } S(IDistributedLockProvider p) : this(\"\", p) { } S() : this(new InMemoryLockProvider()) { } public S(int n, params string[] rest) : this() { } [DistributedLock(\"a\")] void Run() { } } class T : S { public T() : base(1, \"a\", \"b\") { } }")]
    [InlineData("optional and params", "class B { public B(int a = 1, params int[] more) { } [DistributedLock(\"a\")] void Run() { } } class D : B { } class E : B { public E() : base(more: new int[0]) { } } class F() : B(2, 3, 4); class G { object O => new B(1, 2, 3); object P(IDistributedLockProvider p) => new B(1, 2, 3); object Q(IDistributedLockProvider p) => new B(more: new[] { 1 }); }")]
    [InlineData("cores of other signatures", "partial class S(IDistributedLockProvider locks) { [DistributedLock(\"a\")] public partial Task<int> RunAsync<T>(T t, params int[] n) where T : class; Task<int> RunCoreAsync<T>(int[] m) where T : class => Task.FromResult(m.Length); [DistributedLock(\"b\", Core = nameof(Own))] private static partial void Go(ref int n, out int m); void Own() { } [DistributedLock(\"c\")] public partial IAsyncEnumerable<int> Many(CancellationToken t); async IAsyncEnumerable<int> ManyCore(string s, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken u) { await Task.Delay(1, u); yield return 1; } [DistributedLock(\"d\")] public partial void Now(); partial void NowCore(int n); partial void NowCore(int n) { } [DistributedLock(\"e\", Core = \"\")] public partial void E(); [DistributedLock(\"f\", Core = nameof(Missing))] public partial void F(); [DistributedLock(\"g\", Core = nameof(GetHashCode))] public partial void G(); }")]
    [InlineData("cores that are called", "partial class S(IDistributedLockProvider locks) { [DistributedLock(\"a\")] public partial Task<int> RunAsync(int a, int b, CancellationToken t = default); private async Task<int> RunCoreAsync(int a, int b) { await Task.Delay(1); return a - b; } [DistributedLock(\"b\")] protected virtual partial Task GoAsync(); protected async Task GoCoreAsync() { await Task.Delay(1); } }", "partial class S { public async Task AllAsync() { _ = await RunCoreAsync(b: 1, a: await RunCoreAsync(1, 2)); await this.GoCoreAsync(); Func<Task> go = GoCoreAsync; await go(); } } class T(IDistributedLockProvider p) : S(p) { public Task More() => GoCoreAsync(); public Func<Task> Other => base.GoCoreAsync; }")]
    [InlineData("blocking", "class S(IDistributedLockProvider locks) { async Task<int> A(CancellationToken t) { using var h = await locks.AcquireAsync(\"a\"); Thread.Sleep(1); var n = Task.Run(() => { Thread.Sleep(2); return 1; }).Result; foreach (var x in new[] { Task.FromResult(1).Result }) { n += x; } Task.Delay(1).Wait(t); lock (locks) { Thread.Sleep(3); } return n; } Task B() { using (locks.Acquire(\"b\")) return Task.Run(() => Thread.Sleep(1)); } }")]
    [InlineData("leaks", "class S(IDistributedLockProvider locks) { async Task A(bool f) { start: var h = await locks.AcquireAsync(\"a\"); if (f) { await h.DisposeAsync(); return; } else await h.DisposeAsync(); await Task.Delay(1); if (f) goto start; } async Task B() { for (;;) { await locks.AcquireAsync(\"b\"); break; } } void C() { { locks.Acquire(\"c\"); } { var handle = 1; locks.Acquire(\"d\"); } } Func<Task> D => async () => { var h = await locks.AcquireAsync(\"e\"); await Task.Delay(1); await h.DisposeAsync(); }; }")]
    public async Task Every_fix_compiles(string what, params string[] files)
    {
        Assert.NotEmpty(what);
        var code = new TestCode(files[0])
        {
            MayNotCompile = true,
            OtherFiles = files.Skip(1).Select(static (text, index) => (Name: $"Other{index}.cs", Text: text)).ToDictionary(static file => file.Name, static file => file.Text),
        };
        await EveryFix.CompilesAsync(code);
        await EveryFix.CompilesAsync(code, projects: 2);
    }

    [Fact(Timeout = 120_000)]
    public Task Every_fix_compiles_beside_generated_files() => EveryFix.CompilesAsync(
        new TestCode("""
        public partial class S { [DistributedLock("a")] public void Run() { } }
        """)
        {
            MayNotCompile = true,
            OtherFiles = new Dictionary<string, string>
            {
                ["S.g.cs"] = "// <auto-generated/>\npublic partial class S { public int N => 1; }\npublic class D : S { [DistributedLock(\"b\")] public void Go() { } }",
                ["S.Designer.cs"] = "partial class S { internal S(int n) { } internal S() : this(1) { } }",
            },
        },
        projects: 2);

    [Theory(Timeout = 120_000)]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp8)]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp10)]
    [InlineData(LanguageVersion.CSharp11)]
    public Task Every_fix_compiles_in_the_language_of_the_project(LanguageVersion version) => EveryFix.CompilesAsync(
        new TestCode("""
        public class B { [DistributedLock("a")] public void Run() { } public static B Make() { return new B(); } }
        public class D : B { [DistributedLock("b")] public Task GoAsync() { return Task.Delay(1); } }
        public class E : D { public E(int n) { N = n; } public int N { get; private set; } }
        public class User
        {
            private readonly IDistributedLockProvider _locks;
            public User(IDistributedLockProvider locks) { _locks = locks; }
            public async Task OneAsync(bool flag)
            {
                var handle = await _locks.AcquireAsync("a");
                if (flag) { await handle.DisposeAsync(); return; }
                await Task.Delay(1);
                await handle.DisposeAsync();
            }
            public async Task TwoAsync() { using (var h = await _locks.AcquireAsync("a")) { Thread.Sleep(1); await Task.Yield(); } }
            public async Task ThreeAsync() { using (_locks.AcquireAsync("a").AsTask()) { await Task.Yield(); } }
            public async Task FourAsync() { _locks?.AcquireAsync("a"); await Task.Yield(); }
            public Task FiveAsync() { using (_locks.Acquire("a")) { return Task.Delay(1); } }
        }
        """) { LanguageVersion = version, Nullable = NullableContextOptions.Disable, MayNotCompile = true });

    [Fact(Timeout = 120_000)]
    public Task Every_fix_compiles_in_top_level_statements() => EveryFix.CompilesAsync(
        new TestCode("""
        var locks = new InMemoryLockProvider();
        var first = await locks.AcquireAsync("a");
        locks.AcquireAsync("b");
        using (locks.AcquireAsync("c").AsTask()) { Thread.Sleep(1); }
        await locks.AcquireAsync("d");
        if (args.Length > 0) { await first.DisposeAsync(); return; }
        new S().Run();
        static Task Local(IDistributedLockProvider p) { using var h = p.Acquire("e"); return Task.Delay(1); }
        await Local(locks);

        public class S { [DistributedLock("a")] public void Run() { } }
        """) { OutputKind = OutputKind.ConsoleApplication, MayNotCompile = true });
}
