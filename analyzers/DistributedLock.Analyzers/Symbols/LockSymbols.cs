using System.Collections.Concurrent;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Symbols;

/// <summary>What the rules about usage look for, resolved once per compilation. Thread-safe.</summary>
internal sealed class LockSymbols
{
    private readonly Compilation _compilation;
    private readonly AnalyzerConfigOptionsProvider _options;
    private readonly ConcurrentDictionary<string, HandleTypes> _handleTypes = new(StringComparer.Ordinal);
    private readonly INamedTypeSymbol? _handle;

    private LockSymbols(Compilation compilation, AnalyzerConfigOptionsProvider options)
    {
        _compilation = compilation;
        _options = options;
        _handle = Find("DistributedLock.IDistributedLockHandle");
        Provider = Find("DistributedLock.IDistributedLockProvider");
        Task = Find("System.Threading.Tasks.Task");
        TaskOfT = Find("System.Threading.Tasks.Task`1");
        ValueTask = Find("System.Threading.Tasks.ValueTask");
        ValueTaskOfT = Find("System.Threading.Tasks.ValueTask`1");
        Disposable = Find("System.IDisposable");
        AsyncDisposable = Find("System.IAsyncDisposable");
    }

    public INamedTypeSymbol? Provider { get; }

    public INamedTypeSymbol? Task { get; }

    public INamedTypeSymbol? TaskOfT { get; }

    public INamedTypeSymbol? ValueTask { get; }

    public INamedTypeSymbol? ValueTaskOfT { get; }

    public INamedTypeSymbol? Disposable { get; }

    public INamedTypeSymbol? AsyncDisposable { get; }

    /// <summary>Whether the compilation sees our runtime. Without it only configured handle types of other libraries matter.</summary>
    public bool HasRuntime => _handle is not null;

    public static LockSymbols Of(Compilation compilation, AnalyzerOptions options) => new(compilation, options.AnalyzerConfigOptionsProvider);

    /// <summary>The handle types that count in a file: ours, and those that its <c>.editorconfig</c> lists.</summary>
    public HandleTypes HandleTypesIn(SyntaxTree tree)
    {
        var listed = Option(tree);
        return _handleTypes.GetOrAdd(listed, names => HandleTypes.Of(_compilation, _handle, names));
    }

    /// <summary>
    /// Whether this is a method that takes a declared lock: it carries the attribute, on either of its parts. Not an action of a controller: its filter takes
    /// the lock of a request, and a call takes none.
    /// </summary>
    public static bool IsLockedMethod(IMethodSymbol method)
    {
        var definition = method.OriginalDefinition;
        return (HasAttribute(definition) && !ControllerActions.IsAction(definition)) || (definition.PartialDefinitionPart is { } part && HasAttribute(part));
    }

    /// <summary>
    /// Whether a call gives its caller a handle to release: its declared type is a handle type or a task of one. Not where the handle comes through a
    /// type parameter (<c>list.First()</c>, <c>Task.FromResult(handle)</c>), for then it was somebody's before, nor where the method hands out what its object keeps.
    /// </summary>
    public bool IsAcquire(IInvocationOperation call, HandleTypes handles)
    {
        var method = call.TargetMethod.ReducedFrom ?? call.TargetMethod;
        return method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction
            && !call.TargetMethod.Name.StartsWith("Get", StringComparison.Ordinal)
            && !call.TargetMethod.Name.StartsWith("Find", StringComparison.Ordinal)
            && handles.IsHandle(ResultOf(method.OriginalDefinition.ReturnType))
            && !LentHandle.IsGivenBy(method);
    }

    /// <summary>What awaiting gives: the argument of a <c>Task&lt;T&gt;</c> or <c>ValueTask&lt;T&gt;</c>, else the type itself.</summary>
    public ITypeSymbol ResultOf(ITypeSymbol type) => IsTaskOfT(type) ? ((INamedTypeSymbol)type).TypeArguments[0] : type;

    /// <summary>Whether this is a <c>Task</c>, <c>Task&lt;T&gt;</c>, <c>ValueTask</c> or <c>ValueTask&lt;T&gt;</c>.</summary>
    public bool IsTask(ITypeSymbol? type) => Is(type, Task) || Is(type, ValueTask) || IsTaskOfT(type);

    private bool IsTaskOfT(ITypeSymbol? type) => Is(type, TaskOfT) || Is(type, ValueTaskOfT);

    private static bool Is(ITypeSymbol? type, ITypeSymbol? expected) =>
        expected is not null && SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, expected);

    private static bool HasAttribute(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass.IsLockAttribute())
            {
                return true;
            }
        }

        return false;
    }

    private string Option(SyntaxTree tree) =>
        _options.GetOptions(tree).TryGetValue(HandleTypes.Option, out var ofFile) ? ofFile
        : _options.GlobalOptions.TryGetValue(HandleTypes.Option, out var ofAll) ? ofAll
        : string.Empty;

    // Where several assemblies carry the type, the framework's (the first that is public) is as good as any: user code could not name it otherwise.
    private INamedTypeSymbol? Find(string metadataName) =>
        _compilation.GetTypeByMetadataName(metadataName)
        ?? _compilation.GetTypesByMetadataName(metadataName).FirstOrDefault(static type => type.DeclaredAccessibility == Accessibility.Public);
}
