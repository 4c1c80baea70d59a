using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Tests.PartialMethods;

/// <summary>The forms that C#'s rules for partial methods distinguish.</summary>
public static partial class PartialMethodCases
{
    /// <summary>Accessibility and the other modifiers, which both parts must repeat.</summary>
    public static TheoryData<PartialMethodCase> Modifiers { get; } =
    [
        Method("public", "public partial Task M(string a);", "Task MCore(string a) => Task.CompletedTask;"),
        Method("private", "private partial Task M(string a);", "Task MCore(string a) => Task.CompletedTask; public Task Use() => M(\"\");"),
        Method("internal", "internal partial Task M(string a);", "Task MCore(string a) => Task.CompletedTask;"),
        Method("protected", "protected partial Task M(string a);", "Task MCore(string a) => Task.CompletedTask;"),
        Method("protected internal", "protected internal partial Task M(string a);", "Task MCore(string a) => Task.CompletedTask;"),
        Method("private protected", "private protected partial Task M(string a);", "Task MCore(string a) => Task.CompletedTask;"),
        Method("partial void without modifiers", "partial void M(string a);", "void MCore(string a) { }"),
        Method("static partial void without accessibility", "static partial void M(string a);", "static void MCore(string a) { }", isStatic: true),
        Method("static", "public static partial Task M(string a);", "static Task MCore(string a) => Task.CompletedTask;", isStatic: true),
        Method("modifiers in another order", "static public partial Task M(string a);", "static Task MCore(string a) => Task.CompletedTask;", isStatic: true),
        Method("virtual", "public virtual partial Task M(string a);", "Task MCore(string a) => Task.CompletedTask;"),
        Type("override", "public abstract class B { public abstract Task M(string a); }",
            "public partial class S : B { IDistributedLockProvider locks; public S(IDistributedLockProvider l) => locks = l; [DistributedLock(\"k-{a}\")] public override partial Task M(string a); Task MCore(string a) => Task.CompletedTask; }"),
        Type("sealed override", "public class B { public virtual Task M(string a) => Task.CompletedTask; }",
            "public partial class S : B { IDistributedLockProvider locks; public S(IDistributedLockProvider l) => locks = l; [DistributedLock(\"k-{a}\")] public sealed override partial Task M(string a); Task MCore(string a) => Task.CompletedTask; }"),
        Type("new", "public class B { public Task M(string a) => Task.CompletedTask; }",
            "public partial class S : B { IDistributedLockProvider locks; public S(IDistributedLockProvider l) => locks = l; [DistributedLock(\"k-{a}\")] public new partial Task M(string a); Task MCore(string a) => Task.CompletedTask; }"),
        Type("new virtual", "public class B { public Task M(string a) => Task.CompletedTask; }",
            "public partial class S : B { IDistributedLockProvider locks; public S(IDistributedLockProvider l) => locks = l; [DistributedLock(\"k-{a}\")] public new virtual partial Task M(string a); Task MCore(string a) => Task.CompletedTask; }"),
        Method("unsafe", "public unsafe partial void M(int* p, string a);", "unsafe void MCore(int* p, string a) { }"),
        Type("unsafe type", "", "public unsafe partial class S { IDistributedLockProvider locks; public S(IDistributedLockProvider l) => locks = l; [DistributedLock(\"k-{a}\")] public partial void M(int* p, string a); void MCore(int* p, string a) { } }"),
        Type("unsafe type, asynchronous method", "", "public unsafe partial class S { IDistributedLockProvider locks; public S(IDistributedLockProvider l) => locks = l; [DistributedLock(\"k-{a}\")] public partial Task M(string a); Task MCore(string a) => Task.CompletedTask; }"),
        Type("readonly", "", "public partial struct S { readonly IDistributedLockProvider locks; public S(IDistributedLockProvider l) => locks = l; [DistributedLock(\"k-{a}\")] public readonly partial void M(string a); readonly void MCore(string a) { } }"),
        Type("readonly with member placeholder", "", "public partial struct S { readonly IDistributedLockProvider locks; string region; public S(IDistributedLockProvider l, string r) { locks = l; region = r; } [DistributedLock(\"k-{this.region}\")] public readonly partial void M(); readonly void MCore() { } }"),
        Type("readonly struct", "", "public readonly partial struct S { readonly IDistributedLockProvider locks; public S(IDistributedLockProvider l) => locks = l; [DistributedLock(\"k-{a}\")] public partial Task M(string a); Task MCore(string a) => Task.CompletedTask; }"),
    ];

    /// <summary>What may stand on a parameter.</summary>
    public static TheoryData<PartialMethodCase> Parameters { get; } =
    [
        Method("ref", "public partial void M(ref int x, string a);", "void MCore(ref int x, string a) { x++; }"),
        Method("out", "public partial bool M(out int x, string a);", "bool MCore(out int x, string a) { x = 1; return true; }"),
        Method("in", "public partial void M(in int x, string a);", "void MCore(in int x, string a) { }"),
        Method("ref readonly", "public partial void M(ref readonly int x, string a);", "void MCore(ref readonly int x, string a) { }", since: LanguageVersion.CSharp12),
        Method("scoped", "public partial void M(scoped Span<int> x, string a);", "void MCore(scoped Span<int> x, string a) { }", since: LanguageVersion.CSharp11),
        Method("scoped ref", "public partial void M(scoped ref int x, string a);", "void MCore(scoped ref int x, string a) { }", since: LanguageVersion.CSharp11),
        Method("params array", "public partial Task M(string a, params int[] xs);", "Task MCore(string a, int[] xs) => Task.CompletedTask;"),
        Method("params collection", "public partial Task M(string a, params List<int> xs);", "Task MCore(string a, List<int> xs) => Task.CompletedTask;", since: LanguageVersion.CSharp13),
        Method("params span", "public partial void M(string a, params ReadOnlySpan<int> xs);", "void MCore(string a, ReadOnlySpan<int> xs) { }", since: LanguageVersion.CSharp13),
        Type("this", "", "public static partial class S { static readonly IDistributedLockProvider locks = null!; [DistributedLock(\"k-{a}\")] public static partial Task M(this string a); static Task MCore(string a) => Task.CompletedTask; }"),
        Method("default values", "public partial Task M(string a = \"x\", int b = 3, CancellationToken c = default);", "Task MCore(string a, int b, CancellationToken c) => Task.CompletedTask;"),
        Method("span", "public partial int M(ReadOnlySpan<char> x, string a);", "int MCore(ReadOnlySpan<char> x, string a) => x.Length;"),
        Method("tuple names", "public partial Task<(int Id, string? Name)> M((int X, string Y) t, string a);", "Task<(int Id, string? Name)> MCore((int X, string Y) t, string a) => Task.FromResult((1, (string?)a));"),
        Method("dynamic", "public partial Task<dynamic> M(dynamic d, string a);", "Task<dynamic> MCore(dynamic d, string a) => Task.FromResult<dynamic>(1);"),
        Method("nullable references", "public partial Task<string?> M(string? n, List<string?>? l, string?[]? s, string a);", "Task<string?> MCore(string? n, List<string?>? l, string?[]? s, string a) => Task.FromResult(n);"),
        Method("nullable values", "public partial Task<int?> M(int? n, string a);", "Task<int?> MCore(int? n, string a) => Task.FromResult(n);"),
        Method("native integers", "public partial nint M(nuint n, string a);", "nint MCore(nuint n, string a) => 0;"),
        Method("function pointer", "public unsafe partial void M(delegate*<int, void> f, string a);", "unsafe void MCore(delegate*<int, void> f, string a) { }"),
        Method("keywords as names", "public partial Task<int> @class(string a, int @event, CancellationToken @in);", "Task<int> classCore(string a, int @event, CancellationToken ct) => Task.FromResult(@event);"),
        Method("keyword as placeholder", "public partial Task M(string @class, string a);", "Task MCore(string @class, string a) => Task.CompletedTask;", template: "k-{class}"),
        Method("names of the wrapper's locals", "public partial Task<int> M(string a, int request, int handle, int hold, int result, int canceled, int key);", "Task<int> MCore(string a, int request, int handle, int hold, int result, int canceled, int key) => Task.FromResult(1);", template: "k-{key}-{request}"),
        Method("names of the wrapper's members", "public partial Task M(string a, int MLock, int MLockKey, Func<int> MCore);", "Task MCore(string a, int b, int c, Func<int> d) => Task.CompletedTask; int MLock_; void MLockKey_() { _ = MLock_; MLock_ = 1; }"),
        Method("name of the provider", "public partial Task M(string a, int locks);", "Task MCore(string a, int b) => Task.CompletedTask;"),
        Method("several tokens", "public partial Task M(string a, CancellationToken b, CancellationToken c);", "Task MCore(string a, CancellationToken b, CancellationToken c) => Task.CompletedTask;"),
        Method("obsolete type", "[Obsolete] public partial Task M(Old o, string a);", "[Obsolete] Task MCore(Old o, string a) => Task.CompletedTask; [Obsolete] public class Old { }"),
        Method("obsolete type with an id", "public partial Task<Old?> M(Old[] o, string a);", "Task<Old?> MCore(Old[] o, string a) => Task.FromResult<Old?>(null);", around: "#pragma warning disable OLD1\n[Obsolete(\"old\", DiagnosticId = \"OLD1\")] public class Old { }"),
        Method("experimental types", "public partial Task M<T>(Func<New.Inner> x, T t, string a) where T : INew;", "Task MCore<T>(Func<New.Inner> x, T t, string a) where T : INew => Task.CompletedTask;", around: "#pragma warning disable NEW1, NEW2\n[System.Diagnostics.CodeAnalysis.Experimental(\"NEW1\")] public class New { public class Inner { } } [System.Diagnostics.CodeAnalysis.Experimental(\"NEW2\")] public interface INew { }"),
        Method("experimental members", "public partial Task M(Order o);", "[System.Diagnostics.CodeAnalysis.Experimental(\"NEW1\")] Task MCore(Order o) => Task.CompletedTask;", template: "k-{o.Id}-{o.Next.Id}", around: "#pragma warning disable NEW2, OLD1\npublic class Order { [System.Diagnostics.CodeAnalysis.Experimental(\"NEW2\")] public int Id => 1; [Obsolete(\"old\", DiagnosticId = \"OLD1\")] public Order Next => this; }"),
        Type("lower-case type name", "#pragma warning disable CS8981", "public partial class lower { IDistributedLockProvider locks; public lower(IDistributedLockProvider l) => locks = l; [DistributedLock(\"k-{a}\")] public partial Task M<t>(t x, string a); Task MCore<t>(t x, string a) => Task.CompletedTask; }"),
        Method("stream token without attribute", "public partial IAsyncEnumerable<int> M(string a, CancellationToken c = default);", "async IAsyncEnumerable<int> MCore(string a, [EnumeratorCancellation] CancellationToken c) { await Task.Yield(); yield return 1; }"),
        Method("stream token with attribute", "public partial IAsyncEnumerable<int> M(string a, [EnumeratorCancellation] CancellationToken c = default);", "async IAsyncEnumerable<int> MCore(string a, [EnumeratorCancellation] CancellationToken c) { await Task.Yield(); yield return 1; }"),
        Method("stream without token", "public partial IAsyncEnumerable<int> M(string a);", "async IAsyncEnumerable<int> MCore(string a) { await Task.Yield(); yield return 1; }"),
    ];

    private static PartialMethodCase Method(
        string name, string definition, string rest, LanguageVersion since = LanguageVersion.CSharp9, bool isStatic = false, string template = "k-{a}", string around = "") => new(
        name,
        $$"""
        {{around}}
        public partial class S
        {
            private {{(isStatic ? "static " : string.Empty)}}readonly IDistributedLockProvider locks;
            {{(isStatic ? "static S() => locks = null!;" : "public S(IDistributedLockProvider provider) => locks = provider;")}}
            [DistributedLock("{{template}}")]
            {{definition}}
            {{rest}}
        }
        """,
        since);

    private static PartialMethodCase Type(string name, string before, string type, LanguageVersion since = LanguageVersion.CSharp9) =>
        new(name, before + "\n" + type, since);
}
