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
