using System.Collections.Immutable;
using DistributedLock.Analyzers.CodeFixes.Awaiting;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistributedLock.Analyzers.CodeFixes.Holding;

/// <summary>Makes the method async and awaits the task, so that the scope holds the lock until the task has ended.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TaskLeavesUsingFix))]
public sealed class TaskLeavesUsingFix : AwaitFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.TaskLeavesUsing);

    private protected override string Title(SyntaxNode target) => "Make the method async and await the task";

    private protected override SyntaxNode? Mend(SyntaxNode root, SyntaxNode target, SemanticModel model, CancellationToken cancellationToken) =>
        AsyncFunction.Around(target, model, cancellationToken)?.MakeAsync(root);
}
