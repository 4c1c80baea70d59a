using DistributedLock.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using static DistributedLock.Generators.Tests.Diagnostics.DeclarationDiagnostics;

namespace DistributedLock.Generators.Tests.Decorators;

/// <summary>What keeps a decorator from being written, on the method or on the interface.</summary>
public class DecoratorDiagnosticTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("[DistributedLock(\"k\")] static void [|DLK0009:Run|]() { }")]
    [InlineData("[DistributedLock(\"k\")] static abstract void [|DLK0009:Run|]();")]
    [InlineData("[DistributedLock(\"k\")] void [|DLK0009:Run|]() { }")]
    [InlineData("[DistributedLock(\"k\")] private void [|DLK0009:Run|]() { }")]
    [InlineData("[DistributedLock(\"k\")] sealed void [|DLK0009:Run|]() { }")]
    [InlineData("[DistributedLock(\"k\")] ref int [|DLK0009:Run|]();")]
    [InlineData("[DistributedLock(\"k\")] Task RunAsync(ref int [|DLK0009:x|]);")]
    [InlineData("[DistributedLock(\"k\")] [|DLK0009:IAsyncEnumerator<int>|] RunAsync();")]
    [InlineData("int X { [DistributedLock(\"k\")] [|DLK0009:get|]; }")]
    [InlineData("[DistributedLock(\"k\", [|DLK0011:Core = \"Other\"|])] void Run();")]
    [InlineData("[DistributedLock(\"k\", [|DLK0011:Provider = \"locks\"|])] void Run();")]
    [InlineData("[DistributedLock(\"k\", [|DLK0011:Fallback = \"Busy\"|])] void Run();")]
    [InlineData("[DistributedLock(\"k\", [|DLK0011:Fallback = nameof(Busy)|])] void Run(int id); void Busy(string id);")]
    [InlineData("[DistributedLock(\"k\", [|DLK0011:Fallback = nameof(Busy)|])] int Run(int id); void Busy(int id);")]
    [InlineData("[DistributedLock(\"k\", [|DLK0011:Fallback = nameof(Run)|])] void Run();")]
    [InlineData("[DistributedLock(\"k\", OnContention = Contention.Skip)] [|DLK0010:int|] Run();")]
    [InlineData("[DistributedLock(\"k-[|DLK0005:{other}|]\")] void Run(int id);")]
    [InlineData("[DistributedLock(\"k-[|DLK0005:{Region}|]\")] void Run(int id); string Region { get; }")]
    [InlineData("[DistributedLock(\"k-[|DLK0006:{value}|]\")] void Run(object value);")]
    [InlineData("[DistributedLock(\"k\"), DistributedLock(\"l\")] void Run(IDistributedLockHandle? [|DLK0009:held|]);")]
    public async Task Method_that_cannot_be_locked_is_reported(string members) => await AreAsync($"public interface IService {{ {members} }}");

    [Theory(Timeout = 60_000)]
    [InlineData("public interface [|DLK0009:IService|] { [DistributedLock(\"k\")] void Run(); static abstract int Count { get; } }")]
    [InlineData("public interface [|DLK0009:IService|]<T> where T : IService<T> { [DistributedLock(\"k\")] void Run(); static abstract T operator +(T one, T other); }")]
    [InlineData("public interface [|DLK0009:IService|] { [DistributedLock(\"k\")] void Run(); protected void Own(); }")]
    [InlineData("public interface [|DLK0009:IService|] { [DistributedLock(\"k\")] void Run(); int Size { get; protected set; } }")]
    [InlineData("public interface [|DLK0009:IService|] { [DistributedLock(\"k\")] void Run(); } public class LockedService { }")]
    [InlineData("public static partial class Outer { public interface [|DLK0009:IService|] { [DistributedLock(\"k\")] void Run(); } public static int LockedService; }")]
    [InlineData("public interface [|DLK0009:Service|] { [DistributedLock(\"k\")] void Run(); } public interface IService { [DistributedLock(\"l\")] void Run(); }", false)]
    [InlineData("public interface [|DLK0009:IService|]<LockedService> { [DistributedLock(\"k\")] void Run(LockedService one); }")]
    [InlineData("public partial class LockedService { public interface [|DLK0009:IService|] { [DistributedLock(\"k\")] void Run(); } }")]
    [InlineData("file interface [|DLK0009:IService|] { [DistributedLock(\"k\")] void Run(); }")]
    [InlineData("public class [|DLK0002:Outer|] { public interface IService { [DistributedLock(\"k\")] void Run(); } }")]
    [InlineData("public interface IService { [DistributedLock(\"k\")] void Run(); } public interface [|DLK0009:IMore|] : IService { static abstract void Make(); }", false)]
    public async Task Interface_that_cannot_be_decorated_is_reported(string source, bool isNothingWritten = true)
    {
        if (isNothingWritten)
        {
            await AreAsync(source);
            return;
        }

        var (bare, id, text) = Mark(source);
        var compiled = CompiledSource.Of(bare);
        var found = Assert.Single(await compiled.AnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(id, found.Id);
        Assert.Equal(text, compiled.Input.SyntaxTrees.Single().ToString().Substring(found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
        Assert.Single(compiled.Decorators);
        Assert.DoesNotContain(compiled.Output.GetDiagnostics(TestContext.Current.CancellationToken), problem => problem.Severity == DiagnosticSeverity.Error);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("public interface IService { [DistributedLock(\"k\")] void Run(); } public class LockedService<T> { } public class LockedServices { }")]
    [InlineData("public interface IService { [DistributedLock(\"k\")] void Run(); } public interface Service { }")]
    [InlineData("public partial class A { public partial class B { public interface IService { [DistributedLock(\"k\")] void Run(); } } } public partial class AB { public interface IService { [DistributedLock(\"l\")] void Run(); } }")]
    [InlineData("public partial class A { public partial class B_C { public interface IService { [DistributedLock(\"k\")] void Run(); } } } public partial class A_B { public partial class C { public interface IService { [DistributedLock(\"l\")] void Run(); } } }")]
    [InlineData("public interface IService<T, U> { [DistributedLock(\"k\")] void Run(T t, U u); } public interface IService<TU> { [DistributedLock(\"l\")] void Run(TU one); }")]
    [InlineData("public class Sources { } public interface IService { [DistributedLock(\"k\")] void Run(); }")]
    [InlineData("public interface IService { [DistributedLock(\"k\")] void Run(); static virtual int Count => 1; static int Other() => 2; protected void Own() { } protected internal void Near(); internal int Here { get; } }")]
    [InlineData("public interface IService { [DistributedLock(\"k\")] void Run(); } public interface IService<T> { [DistributedLock(\"l\")] void Run(); }")]
    public async Task Interface_that_can_be_decorated_is_not_reported(string source)
    {
        await AreAsync(source);
        Assert.Empty(CompiledSource.Of(source).CompilerMessages());
    }

    [Fact(Timeout = 60_000)]
    public async Task Place_that_may_be_null_is_a_warning_and_the_decorator_is_written()
    {
        var found = await AreAsync("public interface IService { [DistributedLock(\"k-[|DLK0007:{id}|]\")] void Run(string? id); }");

        Assert.Equal(DiagnosticSeverity.Warning, found[0].Severity);
    }

    [Fact(Timeout = 60_000)]
    public void CSharp_8_is_told_to_take_a_newer_version()
    {
        var compiled = CompiledSource.Of("public interface IService { [DistributedLock(\"k\")] void Run(); }", Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp8);

        Assert.Empty(compiled.Files);
    }

    private static (string Source, string Id, string Text) Mark(string marked)
    {
        var start = marked.IndexOf("[|", StringComparison.Ordinal);
        var end = marked.IndexOf("|]", StringComparison.Ordinal);
        var mark = marked[(start + 2)..end].Split(':');
        return (marked[..start] + mark[1] + marked[(end + 2)..], mark[0], mark[1]);
    }
}
