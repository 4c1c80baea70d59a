using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Tests.PartialMethods;

public static partial class PartialMethodCases
{
    private const string Constructor = "IDistributedLockProvider locks; public S(IDistributedLockProvider l) => locks = l;";

    /// <summary>Type parameters and constraints, on methods and types.</summary>
    public static TheoryData<PartialMethodCase> Generics { get; } =
    [
        Method("type parameter", "public partial Task<T> M<T>(T x, string a);", "Task<T> MCore<T>(T x, string a) => Task.FromResult(x);"),
        Method("nullable type parameter", "public partial Task<T?> M<T>(T? x, string a);", "Task<T?> MCore<T>(T? x, string a) => Task.FromResult(x);"),
        Method("class", "public partial Task<T?> M<T>(T? x, string a) where T : class;", "Task<T?> MCore<T>(T? x, string a) where T : class => Task.FromResult(x);"),
        Method("class?", "public partial Task<T> M<T>(T x, string a) where T : class?;", "Task<T> MCore<T>(T x, string a) where T : class? => Task.FromResult(x);"),
        Method("struct", "public partial Task<T?> M<T>(T? x, string a) where T : struct;", "Task<T?> MCore<T>(T? x, string a) where T : struct => Task.FromResult(x);"),
        Method("unmanaged", "public partial Task M<T>(T x, string a) where T : unmanaged;", "Task MCore<T>(T x, string a) where T : unmanaged => Task.CompletedTask;"),
        Method("notnull", "public partial Task M<T>(T x, string a) where T : notnull;", "Task MCore<T>(T x, string a) where T : notnull => Task.CompletedTask;"),
        Method("new()", "public partial Task M<T>(T x, string a) where T : new();", "Task MCore<T>(T x, string a) where T : new() => Task.CompletedTask;"),
        Method("interfaces", "public partial Task M<T, U>(T x, U y, string a) where T : IComparable<T>, IDisposable where U : T;", "Task MCore<T, U>(T x, U y, string a) where T : IComparable<T>, IDisposable where U : T => Task.CompletedTask;"),
        Method("nullable interface", "public partial Task M<T>(T x, string a) where T : IDisposable?;", "Task MCore<T>(T x, string a) where T : IDisposable? => Task.CompletedTask;"),
        Method("enum", "public partial Task M<T>(T x) where T : struct, Enum;", "Task MCore<T>(T x) where T : struct, Enum => Task.CompletedTask;", template: "k-{x}"),
        Method("formattable", "public partial Task M<T>(T x) where T : IFormattable;", "Task MCore<T>(T x) where T : IFormattable => Task.CompletedTask;", template: "k-{x}"),
        Method("formattable struct", "public partial Task M<T>(T? x) where T : struct, IFormattable;", "Task MCore<T>(T? x) where T : struct, IFormattable => Task.CompletedTask;", template: "k-{x:N}"),
        Method("allows ref struct", "public partial void M<T>(T x, string a) where T : allows ref struct;", "void MCore<T>(T x, string a) where T : allows ref struct { }", since: LanguageVersion.CSharp13),
        Method("type parameter named like the key method's local", "public partial Task M<key>(key x) where key : IFormattable;", "Task MCore<key>(key x) where key : IFormattable => Task.CompletedTask;", template: "k-{x}", around: "#pragma warning disable CS8981"),
        Method("type parameter named like the key method's parameter", "public partial Task M<element, key>(element[] x) where element : IFormattable;", "Task MCore<element, key>(element[] x) where element : IFormattable => Task.CompletedTask;", template: "k-{x*}", around: "#pragma warning disable CS8981"),
        Method("type arguments that cannot be inferred", "public partial Task M<T>(string a);", "Task MCore<T>(string a) => Task.CompletedTask;"),
        Type("override of a generic method", "public abstract class B { public abstract Task<T?> M<T>(T? x, string a) where T : class, IDisposable; }",
            $$"""public partial class S : B { {{Constructor}} [DistributedLock("k-{a}")] public override partial Task<T?> M<T>(T? x, string a) where T : class; Task<T?> MCore<T>(T? x, string a) where T : class, IDisposable => Task.FromResult(x); }"""),
        Type("override with default constraint", "public abstract class B { public abstract Task<T?> M<T>(T? x, string a); }",
            $$"""public partial class S : B { {{Constructor}} [DistributedLock("k-{a}")] public override partial Task<T?> M<T>(T? x, string a) where T : default; Task<T?> MCore<T>(T? x, string a) => Task.FromResult(x); }"""),
        Type("override that locks a constrained value", "public abstract class B { public abstract Task M<T>(T x) where T : IFormattable; }",
            $$"""public partial class S : B { {{Constructor}} [DistributedLock("k-{x}")] public override partial Task M<T>(T x); Task MCore<T>(T x) where T : IFormattable => Task.CompletedTask; }"""),
        Type("generic type", "", "public partial class S<T, U> where T : class where U : struct { IDistributedLockProvider locks; public S(IDistributedLockProvider l) => locks = l; [DistributedLock(\"k-{a}\")] public partial Task<T> M(T x, U y, string a); Task<T> MCore(T x, U y, string a) => Task.FromResult(x); }"),
        Type("generic type in a generic type", "", "public partial class O<T> { public partial class S<U> { IDistributedLockProvider locks; public S(IDistributedLockProvider l) => locks = l; [DistributedLock(\"k-{a}\")] public partial Task<(T, U, V)> M<V>(T x, U y, V z, string a); Task<(T, U, V)> MCore<V>(T x, U y, V z, string a) => Task.FromResult((x, y, z)); } }"),
    ];

    /// <summary>What may surround a method.</summary>
    public static TheoryData<PartialMethodCase> Types { get; } =
    [
        Type("struct", "", $$"""public partial struct S { {{Constructor}} [DistributedLock("k-{a}")] public partial Task M(string a); Task MCore(string a) => Task.CompletedTask; }"""),
        Type("record", "", """public partial record S(IDistributedLockProvider Locks) { [DistributedLock("k-{a}")] public partial Task M(string a); Task MCore(string a) => Task.CompletedTask; }"""),
        Type("record class", "", """public partial record class S(IDistributedLockProvider Locks) { [DistributedLock("k-{a}")] public partial Task M(string a); Task MCore(string a) => Task.CompletedTask; }""", LanguageVersion.CSharp10),
        Type("record struct", "", """public partial record struct S(IDistributedLockProvider Locks) { [DistributedLock("k-{a}")] public partial Task M(string a); Task MCore(string a) => Task.CompletedTask; }""", LanguageVersion.CSharp10),
        Type("readonly record struct", "", """public readonly partial record struct S(IDistributedLockProvider Locks) { [DistributedLock("k-{a}")] public partial Task M(string a); Task MCore(string a) => Task.CompletedTask; }""", LanguageVersion.CSharp10),
        Type("primary constructor", "", """public partial class S(IDistributedLockProvider locks) { [DistributedLock("k-{a}")] public partial Task M(string a); Task MCore(string a) => Task.CompletedTask; }""", LanguageVersion.CSharp12),
        Type("ref struct, synchronous", "", $$"""public ref partial struct S { {{Constructor}} [DistributedLock("k-{a}")] public partial int M(string a); int MCore(string a) => 1; }"""),
        Type("ref struct, static asynchronous", "", """public ref partial struct S { static readonly IDistributedLockProvider locks = null!; [DistributedLock("k-{a}")] public static partial Task M(string a); static Task MCore(string a) => Task.CompletedTask; }"""),
        Type("nested in a struct in an interface", "", $$"""public partial interface I { public partial struct O { internal sealed partial class S { {{Constructor}} [DistributedLock("k-{a}")] public partial Task M(string a); Task MCore(string a) => Task.CompletedTask; } } }"""),
        Type("keywords as type names", "", $$"""namespace @namespace.@static { public partial class @event { public partial class S { {{Constructor}} [DistributedLock("k-{a}")] public partial Task M(string a); Task MCore(string a) => Task.CompletedTask; } } }"""),
        Type("type named await", "public class @await { public static string Region => \"\"; }", $$"""public partial class S { {{Constructor}} [DistributedLock("k-{a}")] public partial Task<@await> M(@await x, List<@await[]> y, string a); Task<@await> MCore(@await x, List<@await[]> y, string a) => Task.FromResult(x); }"""),
        Type("type named await around", "", $$"""namespace @await { public partial class @await<T> { public partial class S { {{Constructor}} [DistributedLock("k-{a}")] public partial Task<S> M(string a); Task<S> MCore(string a) => Task.FromResult(this); } } }"""),
        Type("type named like a namespace", "namespace System2 { }", $$"""namespace N.System { public partial class S { {{Constructor}} [DistributedLock("k-{a}")] public partial global::System.Threading.Tasks.Task M(string a); global::System.Threading.Tasks.Task MCore(string a) => global::System.Threading.Tasks.Task.CompletedTask; } }"""),
        Type("inherited provider, core and names", "public abstract class B { protected IDistributedLockProvider locks = null!; protected int MLock; protected Task MCore(string a) => Task.FromResult(MLock); }", """public partial class S : B { [DistributedLock("k-{a}")] public partial Task M(string a); }"""),
        Type("overloads", "", $$"""public partial class S { {{Constructor}} [DistributedLock("k-{a}")] public partial Task M(string a); Task MCore(string a) => Task.CompletedTask; [DistributedLock("k-{a}")] public partial Task M(int a); Task MCore(int a) => Task.CompletedTask; [DistributedLock("k-{a}")] public partial Task M<T>(int a); Task MCore<T>(int a) => Task.CompletedTask; }"""),
        Type("names that differ by case", "", $$"""public partial class S { {{Constructor}} [DistributedLock("k")] public partial Task Run(); Task RunCore() => Task.CompletedTask; [DistributedLock("k")] public partial Task RUN(); Task RUNCore() => Task.CompletedTask; }"""),
    ];
}
