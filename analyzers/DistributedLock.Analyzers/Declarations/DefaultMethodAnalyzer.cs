using System.Collections.Immutable;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Declarations;

/// <summary>
/// Reports bodies in an interface that call its locked methods: the decorator hands such a member on to the service, because a class may have overridden it, and there
/// <c>this</c> is the service itself. A sealed member is not handed on, so its <c>this</c> is the decorator.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DefaultMethodAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(InterfaceRules.CalledByDefaultMethod);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(WellKnownTypes.LockAttribute) is not null)
            {
                start.RegisterOperationAction(Analyze, OperationKind.Invocation, OperationKind.MethodReference);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var (method, instance) = context.Operation is IInvocationOperation call ? (call.TargetMethod, call.Instance)
            : (((IMethodReferenceOperation)context.Operation).Method, ((IMethodReferenceOperation)context.Operation).Instance);
        if (context.ContainingSymbol is { ContainingType.TypeKind: TypeKind.Interface } member
            && IsHandedOn(member)
            && IsThis(instance)
            && method.OriginalDefinition.GetAttributes().Any(static attribute => attribute.AttributeClass.IsLockAttribute()))
        {
            var name = member is IMethodSymbol { AssociatedSymbol: { } property } ? property.Name : member.Name;
            context.ReportDiagnostic(Diagnostic.Create(InterfaceRules.CalledByDefaultMethod, context.Operation.Syntax.GetLocation(), name, method.Name));
        }
    }

    private static bool IsHandedOn(ISymbol member) => !member.IsStatic && member.IsVirtual;

    private static bool IsThis(IOperation? instance) => instance switch
    {
        IInstanceReferenceOperation => true,
        IConversionOperation conversion => IsThis(conversion.Operand),
        IParenthesizedOperation parenthesized => IsThis(parenthesized.Operand),
        _ => false,
    };
}
