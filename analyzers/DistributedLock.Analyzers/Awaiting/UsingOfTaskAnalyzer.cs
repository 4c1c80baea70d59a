using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Awaiting;

/// <summary>Reports <c>using</c> on a task of a handle. It compiles, because a <c>Task</c> can be disposed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UsingOfTaskAnalyzer : MemberBodyAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(AwaitingRules.UsingOfTask);

    private protected override void Register(OperationBlockStartAnalysisContext context, MemberBody body)
    {
        context.RegisterOperationAction(operation => AnalyzeResources(operation, ((IUsingOperation)operation.Operation).Resources, body), OperationKind.Using);
        context.RegisterOperationAction(operation => AnalyzeResources(operation, ((IUsingDeclarationOperation)operation.Operation).DeclarationGroup, body), OperationKind.UsingDeclaration);
    }

    private static void AnalyzeResources(OperationAnalysisContext context, IOperation resources, MemberBody body)
    {
        if (resources is not IVariableDeclarationGroupOperation group)
        {
            Analyze(context, resources, body);
            return;
        }

        foreach (var declarator in group.Declarations.SelectMany(static declaration => declaration.Declarators))
        {
            if (declarator.Initializer is { } initializer)
            {
                Analyze(context, initializer.Value, body);
            }
        }
    }

    private static void Analyze(OperationAnalysisContext context, IOperation value, MemberBody body)
    {
        var resource = value.WithoutConversions();
        if (resource.Type is { } type && body.Symbols.IsTask(type) && body.Symbols.ResultOf(type) is var handle && body.Handles.IsHandle(handle))
        {
            context.ReportDiagnostic(Diagnostic.Create(AwaitingRules.UsingOfTask, resource.Syntax.GetLocation(), handle.Name));
        }
    }
}
