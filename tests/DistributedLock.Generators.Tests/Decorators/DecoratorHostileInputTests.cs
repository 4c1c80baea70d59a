using DistributedLock.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Tests.Decorators;

/// <summary>Code that is being typed, or wrong in ways that only the compiler should speak of: nothing crashes.</summary>
public class DecoratorHostileInputTests
{
    public static TheoryData<string> Sources { get; } =
    [
        "interface I : I { [DistributedLock(\"k\")] void Run(); }",
        "interface I : J { [DistributedLock(\"k\")] void Run(); } interface J : I { }",
        "interface I { [DistributedLock(\"k\")] void Run(); [DistributedLock(\"k\")] void Run(); }",
        "interface I { [DistributedLock(\"k\")] void Run(); } interface I { [DistributedLock(\"k\")] void Run(); }",
        "interface I { [DistributedLock(\"k\")] void Run(); } class I { }",
        "class I { } interface I { [DistributedLock(\"k\")] void Run(); }",
        "interface I { [DistributedLock] void Run(); }",
        "interface I { [DistributedLock(] void Run(); }",
        "interface I { [DistributedLock(\"k\")] void (); }",
        "interface I { [DistributedLock(\"k\")] void Run(",
        "interface { [DistributedLock(\"k\")] void Run(); }",
        "interface I<T, T> { [DistributedLock(\"k\")] void Run(); }",
        "interface I<in T, out U> { [DistributedLock(\"k\")] U Run(T value); }",
        "partial interface I { [DistributedLock(\"k\")] partial void Run(); }",
        "partial interface I { [DistributedLock(\"k\")] public partial void Run(); public partial void Run() { } }",
        "interface I { [DistributedLock(\"k\")] Missing Run(Missing one); Missing this[Missing at] { get; } event Missing Done; }",
        "interface I : Missing { [DistributedLock(\"k\")] void Run(); }",
        "interface I { [DistributedLock(\"k-{x}\")] void Run(Missing x); }",
        "interface I { [DistributedLock(\"k\", Fallback = nameof(Missing))] void Run(); }",
        "interface I { [DistributedLock(\"k\", Fallback = nameof(Run))] void Run<T>() where T : class; void Run<T>(int x); }",
        "struct S { interface I { [DistributedLock(\"k\")] void Run(); } }",
        "partial record R { interface I { [DistributedLock(\"k\")] void Run(); } }",
        "partial interface O { interface I { [DistributedLock(\"k\")] void Run(); } }",
        "partial class C<T> { protected interface I<U> { [DistributedLock(\"k\")] void Run(T t, U u); } }",
        "partial class C<T> { private protected interface I<T> { [DistributedLock(\"k\")] void Run(T t); } }",
        "interface I { [DistributedLock(\"k\")] void Run(int x = default(Missing), string y = 5, object z = null, params int q = 4); }",
        "interface I { [DistributedLock(\"k\")] void Run(this int x, __arglist); }",
        "interface I { void I.Run() { } [DistributedLock(\"k\")] void Run(); }",
        "interface A { [DistributedLock(\"k\")] void Run(); } interface I : A { abstract void A.Run(); } interface J : A { void A.Run() { } }",
        "namespace N { interface I { [DistributedLock(\"k\")] void Run(); } interface J : global::N.I, I { } }",
        "interface I { [DistributedLock(\"k\")] int Run { get; } [DistributedLock(\"k\")] event Action E; [DistributedLock(\"k\")] class C { } }",
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Sources))]
    public async Task Nothing_crashes(string source)
    {
        var compiled = CompiledSource.Of(source);

        Assert.DoesNotContain(await compiled.AnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken), static diagnostic => diagnostic.Id == "AD0001");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("struct S { interface I { [DistributedLock(\"k\")] void Run(); } }", "DLK0002")]
    [InlineData("interface A { [DistributedLock(\"k\")] void Run(); } interface I : A { abstract void A.Run(); } interface J : A { void A.Run() { } }", null)]
    [InlineData("interface I<in T, out U> { [DistributedLock(\"k\")] U Run(T value); }", null)]
    [InlineData("public partial interface O { public interface I { [DistributedLock(\"k\")] void Run(); } }", null)]
    [InlineData("public partial record struct O { internal interface I { [DistributedLock(\"k\")] void Run(); } }", null)]
    [InlineData("public partial class C<T> { protected interface I<U> { [DistributedLock(\"k\")] void Run(T t, U u); } protected internal interface J { [DistributedLock(\"k\")] void Run(); } private protected interface K { [DistributedLock(\"k\")] void Run(); } }", null)]
    [InlineData("public partial class @class { public interface @event<@int> { [DistributedLock(\"k-{@in}\")] void @void(int @in); } }", null)]
    [InlineData("namespace @namespace.@void { public interface @event<@int> { [DistributedLock(\"k-{in}\")] void @void(int @in); @int @this { get; set; } } }", null)]
    [InlineData("public interface I { [DistributedLock(\"k\")] void Run<T>(T? one, List<T?>? more) where T : class; T? Plain<T>(T? one); T Struct<T>(T? one) where T : struct; void Enum<T>(T? one) where T : struct, Enum; void Unmanaged<T>(T one) where T : unmanaged; void Any<T>(T one) where T : allows ref struct; }", null)]
    [InlineData("public interface I { [DistributedLock(\"k\")] Task<(int Left, string? Right)> RunAsync((int A, nint B) pair, Func<dynamic, object> f, ref readonly int r) ; }", "DLK0009")]
    [InlineData("public interface I { [DistributedLock(\"k\")] (int Left, string? Right) Run((int A, nint B) pair, Func<dynamic, object> f, ref readonly int r); }", null)]
    [InlineData("public interface I { [DistributedLock(\"k\")] void Run<T, U>(T a, U b) where T : U where U : class?, new(); }", null)]
    [InlineData("public interface I { [DistributedLock(\"k\")] void Run(ReadOnlySpan<char> text, Span<int> all); }", null)]
    [InlineData("public interface I { [DistributedLock(\"k\")] Task RunAsync(ReadOnlySpan<char> text); }", "DLK0009")]
    [InlineData("public interface I { [DistributedLock(\"k\")] void Run(nint n = 5, char c = '\\'', byte b = 1, float f = -0f, double d = -0.0, decimal m = decimal.MaxValue, string s = \"{\\u0001}\\n\\0\", DayOfWeek? w = null, object? o = null, int? i = 3, CancellationToken t = default, (int, int) u = default, double x = double.Epsilon, sbyte y = -128, short z = short.MinValue, long l = long.MinValue, Guid g = default, decimal q = -0.0m, DayOfWeek v = (DayOfWeek)77); }", null)]
    [InlineData("public interface I { [DistributedLock(\"k\")] void Run([System.Runtime.InteropServices.Optional, System.Runtime.InteropServices.DefaultParameterValue(3)] int x, [System.Runtime.InteropServices.Optional, DateTimeConstant(5)] DateTime d, [CallerMemberName] string name = \"\", [CallerLineNumber] int line = 0); }", null)]
    [InlineData("public interface I { [DistributedLock(\"k\")] void Run([System.Runtime.InteropServices.Optional] int x, [System.Runtime.InteropServices.Optional] string? y); void Plain([System.Runtime.InteropServices.Optional] int x); }", null)]
    [InlineData("public interface @interface<@class> { [DistributedLock(\"k-{await}\")] Task @lock<@new>(int @await, int @field, int @value, int @record, int @partial, @class @var, @new @dynamic); int @event { get; } event Action? @is; }", null)]
    [InlineData("public interface I : IAsyncDisposable, IDisposable { [DistributedLock(\"k\")] Task GetAwaiter(); }", null)]
    [InlineData("public interface I : IEnumerable<int>, IComparable<I>, IEquatable<I> { [DistributedLock(\"k\")] void Run(); }", null)]
    [InlineData("public interface I : IDictionary<string, int>, System.Collections.IList { [DistributedLock(\"k\")] void Run(); }", null)]
    [InlineData("public interface I : IAsyncEnumerable<int> { [DistributedLock(\"k\")] IAsyncEnumerable<int> Read(); }", null)]
    [InlineData("public interface I<T> where T : allows ref struct { [DistributedLock(\"k\")] void Run(T one); T? Other(scoped T one); }", null)]
    [InlineData("public interface I<T> where T : struct, Enum { [DistributedLock(\"k-{one}\")] Task Run(T one, T? two, T three = default); }", null)]
    [InlineData("public interface I<T> where T : I<T>? { [DistributedLock(\"k\")] Task<T?> Run(T one, T? two = default); }", null)]
    [InlineData("public interface I { [DistributedLock(\"k-{x}\")] void Run(in Guid x, out int y, ref string z); }", null)]
    [InlineData("public interface I { [DistributedLock(\"k-{x}\")] void Run(out int x); }", "DLK0005")]
    [InlineData("public interface I { [DistributedLock(\"k\")] void Run(params ReadOnlySpan<int> ids); [DistributedLock(\"l-{ids*}\")] Task RunAsync(params List<int> ids); }", null)]
    [InlineData("public interface I { [DistributedLock(\"k\")] unsafe void Run(delegate*<int, void> one, int** two); }", null)]
    [InlineData("[Obsolete(\"Going.\")] public interface I { [DistributedLock(\"k\")] void Run(); }", null)]
    [InlineData("[Obsolete(\"Gone.\", error: true)] public interface I { [DistributedLock(\"k\")] void Run(); }", "DLK0009")]
    [InlineData("[System.Diagnostics.CodeAnalysis.Experimental(\"X1\")] public interface I { [DistributedLock(\"k\")] void Run(); }", null)]
    [InlineData("#pragma warning disable X1\n[System.Diagnostics.CodeAnalysis.Experimental(\"X1\")] public class C { } public interface I<T> where T : C { [DistributedLock(\"k\")] C Run(C one); }", null)]
    [InlineData("public interface I { [DistributedLock(\"k\")] void Run(); [DistributedLock(\"k\")] void Run(int x); [DistributedLock(\"k\")] void Run<T>(); [DistributedLock(\"k\")] void Run<T>(T x); void Run(ref int x); }", null)]
    [InlineData("public interface I { [DistributedLock(\"k\", OnContention = Contention.Skip)] ValueTask<LockResult> RunAsync(); [DistributedLock(\"k\", OnContention = Contention.Skip)] void Run(); [DistributedLock(\"k\", OnContention = Contention.Skip)] ValueTask More(); }", null)]
    [InlineData("public interface I { [DistributedLock(\"k\")] void Run(); [IndexerName(\"Row\")] int this[params int[] at] { get; set; } [IndexerName(\"Row\")] int this[string at] { get; } }", null)]
    [InlineData("public interface A { [IndexerName(\"Row\")] int this[int at] { get; } } public interface B { string this[int at] { get; } } public interface I : A, B { [DistributedLock(\"k\")] void Run(); }", null)]
    [InlineData("public interface A { int Size { get; } } public interface B : A { new int Size { get; set; } } public interface I : B { [DistributedLock(\"k-{this.Size}\")] void Run(); }", null)]
    [InlineData("public interface A { void Run(); } public interface B { [DistributedLock(\"k\")] void Run(); } public interface I : A, B { }", null)]
    [InlineData("public interface A { [DistributedLock(\"a\")] void Run(); } public interface B { [DistributedLock(\"b\")] void Run(); } public interface I : A, B { }", null)]
    [InlineData("public interface A<T> where T : IFormattable { [DistributedLock(\"a-{x}\")] void Run(T x); } public interface I : A<int>, A<long> { }", null)]
    [InlineData("public interface I<T> { [DistributedLock(\"k\")] void Run(); public static int operator +(I<T> one, int two) => two; static I<T>? Default => null; public class Nested { } public enum Kind { A } [DistributedLock(\"l\")] void More(Kind kind = Kind.A); }", null)]
    [InlineData("public partial interface I { [DistributedLock(\"a\")] partial void Run(); } public partial interface I { partial void Run() { } }", "DLK0009")]
    [InlineData("public partial struct S { internal interface I { [DistributedLock(\"k\")] void Run(S s); } }", null)]
    [InlineData("public partial class Outer<T> where T : class, new() { public partial record Inner<U> where U : struct { public interface I<V> where V : notnull { [DistributedLock(\"k\")] Task<T> Run(U u, V v); } } }", null)]
    [InlineData("public interface I { [DistributedLock(\"k-{x.Y}\")] void Run((int Y, string Z) x, dynamic d, object o); [DistributedLock(\"l-{d}\")] void More(dynamic d); }", "DLK0006")]
    [InlineData("public interface I { [DistributedLock(\"k-{x.Item1}-{x.Z}\")] void Run((int, string Z) x); }", null)]
    [InlineData("public readonly record struct Id(int Value) { public override string ToString() => \"x\"; } public interface I { [DistributedLock(\"k-{id}-{other}\")] void Run(Id id, Id other); }", null)]
    [InlineData("public class Secret { public int Id { get; } internal int Own => 1; private protected int Near => 1; } public interface I { [DistributedLock(\"k-{s.Id}-{s.Own}\")] void Run(Secret s); }", null)]
    public async Task Odd_interface_compiles_or_is_reported(string source, string? expected)
    {
        var compiled = CompiledSource.Of(source);
        var found = await compiled.AnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, found.Select(static diagnostic => diagnostic.Id).SingleOrDefault());
        Assert.DoesNotContain(compiled.Output.GetDiagnostics(TestContext.Current.CancellationToken), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal(expected is null, compiled.Files.Length > 0);
    }

    [Fact(Timeout = 60_000)]
    public void Interface_of_another_assembly_is_decorated_where_it_is_inherited()
    {
        var library = CompiledSource.Compilation("""
            public interface IBase<T>
            {
                [DistributedLock("k-{id}")] Task RunAsync(int id, CancellationToken token = default);
                internal void Hidden() { }
                T? Find(in int id, string? name = "x", DayOfWeek day = DayOfWeek.Friday, decimal price = 1.5m);
                int Size { get; init; }
                void Any<S>(scoped S one) where S : allows ref struct;
            }
            """);
        using var image = new MemoryStream();
        Assert.True(library.WithAssemblyName("Library").Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);

        var compiled = CompiledSource.Of(CompiledSource.Compilation("public interface IMine : IBase<string> { }")
            .AddReferences(MetadataReference.CreateFromImage(image.ToArray())), CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest));

        Assert.Empty(compiled.CompilerMessages());
        Assert.Contains("LockedMine", compiled.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("LockDefinitionInfo", compiled.Text, StringComparison.Ordinal);
    }
}
