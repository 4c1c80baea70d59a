using DistributedLock.Analyzers.CodeFixes.Declarations.Cores;
using DistributedLock.Analyzers.CodeFixes.Declarations.Providers;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.CodeFixes.Editing;

/// <summary>The changes of one or more fixes, and what they know of each other.</summary>
internal sealed class FixEdits
{
    private readonly Dictionary<SyntaxNode, FreeNames> _names = [];

    public FixEdits(Solution solution)
    {
        Sources = new SourceEdits(solution);
        Providers = new ProviderAdditions(solution, Sources);
    }

    public SourceEdits Sources { get; }

    /// <summary>The cores that are on their way.</summary>
    public CoreNames Cores { get; } = new();

    /// <summary>The types that are to be given a provider, once all of them are known.</summary>
    public ProviderAdditions Providers { get; }

    /// <summary>The names of new variables in a file.</summary>
    public FreeNames NamesIn(SyntaxNode root)
    {
        if (!_names.TryGetValue(root, out var names))
        {
            _names.Add(root, names = new FreeNames(root));
        }

        return names;
    }

    public async Task<Solution> ApplyAsync(CancellationToken cancellationToken)
    {
        await Providers.EditAsync(cancellationToken).ConfigureAwait(false);
        return await Sources.ApplyAsync(cancellationToken).ConfigureAwait(false);
    }
}
