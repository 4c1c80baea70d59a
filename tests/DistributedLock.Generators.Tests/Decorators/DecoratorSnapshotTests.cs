using DistributedLock.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Tests.Decorators;

/// <summary>Generated decorators read as if they had been written by hand: look at the files Snapshots/Decorator*.verified.cs.</summary>
public class DecoratorSnapshotTests
{
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(DecoratorCases.Names), MemberType = typeof(DecoratorCases))]
    public async Task Generated_decorator_is_as_verified(string name)
    {
        var compiled = CompiledSource.Of(DecoratorCases.SourceOf(name));

        Assert.Empty(compiled.CompilerMessages());
        Assert.Empty(await compiled.AnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        Snapshot.Matches(compiled.Text, name);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Decorator")]
    [InlineData("DecoratorForms")]
    [InlineData("DecoratorGeneric")]
    [InlineData("DecoratorInherited")]
    [InlineData("DecoratorNames")]
    public void Decorator_compiles_without_nullable_types(string name) =>
        Assert.Empty(CompiledSource.Of("#pragma warning disable CS8632\n" + DecoratorCases.SourceOf(name), nullable: NullableContextOptions.Disable).CompilerMessages());

    [Fact(Timeout = 60_000)]
    public void Decorator_compiles_in_CSharp_9()
    {
        const string source = "namespace Shop { public interface IOrders<T> where T : class { [DistributedLock(\"k-{id}\")] Task<T?> GetAsync(int id, CancellationToken token = default); T? Other { get; init; } } }";

        Assert.Empty(CompiledSource.Of(source, LanguageVersion.CSharp9).CompilerMessages());
    }

    [Fact(Timeout = 60_000)]
    public void Interface_without_locks_gets_no_decorator() =>
        Assert.Empty(CompiledSource.Of("public interface IBase { void Run(); } public interface IDerived : IBase { }").Files);

    [Fact(Timeout = 60_000)]
    public void Parts_of_one_interface_get_one_decorator()
    {
        var compiled = CompiledSource.Of("""
            public partial interface IOrders { [DistributedLock("a")] void A(); }
            public partial interface IOrders : IDisposable { [DistributedLock("b")] void B(); }
            public partial interface IMore { }
            public partial interface IMore : IOrders { }
            public partial interface IMore : IComparable { }
            """);

        Assert.Empty(compiled.CompilerMessages());
        Assert.Equal(2, compiled.Decorators.Count());
    }
}
