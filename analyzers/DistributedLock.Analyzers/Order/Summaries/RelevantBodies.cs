using DistributedLock.Analyzers.Order.Acquisitions;
using DistributedLock.Analyzers.Order.CallGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.Order.Summaries;

/// <summary>
/// Finds the bodies that take locks, and binds only those that may: first the ones that mention a method which acquires, then, whenever one is seen to take a
/// lock, the ones that mention its name.
/// </summary>
internal sealed class RelevantBodies
{
    private static readonly string[] Acquiring =
        ["AcquireAsync", "Acquire", "AcquireAllAsync", "AcquireAll", "TryAcquireAsync", "TryAcquire", "TryAcquireAllAsync", "TryAcquireAll"];

    private readonly Compilation _compilation;
    private readonly DeclaredLocks _declared;
    private readonly CancellationToken _cancellationToken;
    private readonly List<Body> _bodies = [];
    private readonly List<MethodDeclarationSyntax> _locked = [];
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];
    private readonly Dictionary<string, List<Body>> _callersByName = new(StringComparer.Ordinal);
    private readonly HashSet<IMethodSymbol> _taking = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly Queue<string> _names = new();

    public RelevantBodies(Compilation compilation, DeclaredLocks declared, CancellationToken cancellationToken)
    {
        _compilation = compilation;
        _declared = declared;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Names that so many bodies have that a virtual call of one says nothing about which of them it means.</summary>
    public IEnumerable<string> CommonNames => _bodies.GroupBy(static body => body.Name).Where(static group => group.Count() > Implementations.MostTargets).Select(static group => group.Key);

    /// <returns>None where nothing takes a lock.</returns>
    public IReadOnlyList<Routine> Read()
    {
        Collect();
        foreach (var name in Acquiring.Concat(_locked.Select(static method => method.Identifier.ValueText)).Concat(_declared.Referenced.Names))
        {
            Ask(name);
        }

        var index = Index();
        while (_names.Count > 0)
        {
            var name = _names.Dequeue();
            foreach (var body in index.Mentioning(name))
            {
                Look(body);
            }

            // Seen before, when nothing was known about this name.
            foreach (var caller in _callersByName.TryGetValue(name, out var callers) ? callers.ToList() : [])
            {
                Judge(caller);
            }
        }

        var cores = Cores();
        if (cores.Count == 0 && !_bodies.Any(static body => body.Takes))
        {
            return [];
        }

        foreach (var body in _bodies.Where(static body => !body.IsBound && body.RunsWhatItIsGiven))
        {
            Bind(body);
        }

        var routines = _bodies.SelectMany(static body => body.Routines).ToList();
        var known = new HashSet<IMethodSymbol>(routines.Select(static routine => routine.Symbol), SymbolEqualityComparer.Default);
        return [.. routines, .. cores.Where(core => !known.Contains(core)).Select(static core => new Routine(core, core.Locations[0]))];
    }

    private void Collect()
    {
        foreach (var tree in _compilation.SyntaxTrees.OrderBy(static tree => tree.FilePath, StringComparer.Ordinal))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            foreach (var node in tree.GetRoot(_cancellationToken).DescendantNodes(static node => node
                is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax or PropertyDeclarationSyntax or AccessorListSyntax))
            {
                if (Body.Of(node) is { } body)
                {
                    _bodies.Add(body);
                }

                if (node is MethodDeclarationSyntax { AttributeLists.Count: > 0 } method && method.AttributeLists.Any(static list => list.Attributes.Any(IsLock)))
                {
                    _locked.Add(method);
                }
            }
        }
    }

    private WordIndex Index()
    {
        var index = new WordIndex(_bodies.Select(static body => body.Name).Concat(_names));
        foreach (var body in _bodies)
        {
            index.Add(body, body.Declaration.SyntaxTree.GetText(_cancellationToken));
        }

        return index;
    }

    private void Look(Body body)
    {
        if (!body.IsBound)
        {
            Bind(body);
            foreach (var name in body.Routines.SelectMany(static routine => routine.Steps).SelectMany(Targets).Select(static target => NameOf(target.Method)).Distinct(StringComparer.Ordinal))
            {
                if (!_callersByName.TryGetValue(name, out var callers))
                {
                    _callersByName.Add(name, callers = []);
                }

                callers.Add(body);
            }
        }

        Judge(body);
    }

    private void Judge(Body body)
    {
        if (!body.Takes && body.Routines.Any(routine => routine.Steps.Any(Takes)))
        {
            body.Takes = true;
            _taking.Add(body.Routines[0].Symbol);
            Ask(body.Name);
        }
    }

    private bool Takes(Step step) => step.Taken.Count > 0 || Targets(step).Any(target =>
        !SymbolEqualityComparer.Default.Equals(target.Method.ContainingAssembly, _compilation.Assembly)
        || _taking.Contains(target.Method)
        || (target.IsDispatched && _asked.Contains(NameOf(target.Method)))
        || _declared.Of(target.Method, _cancellationToken) is not null);

    private static IEnumerable<(IMethodSymbol Method, bool IsDispatched)> Targets(Step step)
    {
        if (step.Call is not { } call)
        {
            yield break;
        }

        if (call.Target is { } target)
        {
            yield return (target, call.IsDispatched);
        }

        // Lambdas are routines of the same body.
        foreach (var given in call.Arguments.Select(static argument => argument.Delegate).Append(call.Delegate?.Delegate))
        {
            if (given is { Method.MethodKind: MethodKind.Ordinary })
            {
                yield return (Routine.SymbolOf(given.Method), true);
            }
        }
    }

    private void Bind(Body body)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        body.IsBound = true;
        var tree = body.Declaration.SyntaxTree;
        if (!_models.TryGetValue(tree, out var model))
        {
            _models.Add(tree, model = _compilation.GetSemanticModel(tree));
        }

        try
        {
            if (body.SymbolIn(model, _cancellationToken) is { } method && _declared.Of(method, _cancellationToken) is null
                && body.OperationsIn(model, _cancellationToken) is { IsEmpty: false } blocks)
            {
                body.Routines = BodyScanner.Scan(method, blocks, _compilation, _declared, _cancellationToken);
            }
        }
        catch (InsufficientExecutionStackException)
        {
            // An expression too deep to walk over says nothing, as in the analysis of one assembly.
        }
    }

    /// <summary>The cores, whose wrappers the generator has yet to write: the call graph knows a wrapper by its core.</summary>
    private List<IMethodSymbol> Cores()
    {
        var cores = new List<IMethodSymbol>();
        foreach (var method in _locked)
        {
            var tree = method.SyntaxTree;
            if (!_models.TryGetValue(tree, out var model))
            {
                _models.Add(tree, model = _compilation.GetSemanticModel(tree));
            }

            if (Microsoft.CodeAnalysis.CSharp.CSharpExtensions.GetDeclaredSymbol(model, method, _cancellationToken) is { } wrapper
                && _declared.Of(wrapper, _cancellationToken)?.Core is { } core)
            {
                cores.Add(core);
            }
        }

        return cores;
    }

    private void Ask(string name)
    {
        if (_asked.Add(name))
        {
            _names.Enqueue(name);
        }
    }

    /// <summary>As code mentions it: an accessor by its property, a constructor by its type.</summary>
    private static string NameOf(IMethodSymbol method)
    {
        var name = method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.AssociatedSymbol?.Name ?? method.Name;
        return name.Substring(name.LastIndexOf('.') + 1);
    }

    private static bool IsLock(AttributeSyntax attribute)
    {
        var name = attribute.Name is QualifiedNameSyntax qualified ? qualified.Right : attribute.Name is AliasQualifiedNameSyntax alias ? alias.Name : attribute.Name as SimpleNameSyntax;
        return name?.Identifier.ValueText is "DistributedLock" or "DistributedLockAttribute";
    }
}
