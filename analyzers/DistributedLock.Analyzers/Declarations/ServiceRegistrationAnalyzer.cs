using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedLock.CodeModel.Decorators;
using DistributedLock.CodeModel.Parsing.Decorators;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Declarations;

/// <summary>
/// Reports the registration of a service whose interface declares locks, where nothing in the project names its decorator. Only for interfaces of the project itself: the
/// decorator and what puts it in place are internal, so nobody else can.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ServiceRegistrationAnalyzer : DiagnosticAnalyzer
{
    private const string Container = "Microsoft.Extensions.DependencyInjection";
    private const string All = "DecorateLockedServices";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(InterfaceRules.NotDecorated);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(WellKnownTypes.LockAttribute) is null
                || start.Compilation.GetTypesByMetadataName(Container + ".IServiceCollection").IsEmpty)
            {
                return;
            }

            var registrations = new ConcurrentQueue<(INamedTypeSymbol Contract, bool IsOpen, Location Place)>();
            var names = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
            start.RegisterOperationAction(
                operation =>
                {
                    if (Registered((IInvocationOperation)operation.Operation) is { } contract && SymbolEqualityComparer.Default.Equals(contract.ContainingAssembly, operation.Compilation.Assembly))
                    {
                        registrations.Enqueue((contract.OriginalDefinition, contract.IsUnboundGenericType, Place(operation.Operation.Syntax)));
                    }
                },
                OperationKind.Invocation);

            // By name, wherever it stands: a decorator that is made by hand, or handed to another library's method, is one, too.
            start.RegisterSyntaxNodeAction(
                node =>
                {
                    var name = ((SimpleNameSyntax)node.Node).Identifier.ValueText;
                    if (name.StartsWith("Decorate", StringComparison.Ordinal) || name.StartsWith("Locked", StringComparison.Ordinal))
                    {
                        names.TryAdd(name, true);
                    }
                },
                SyntaxKind.IdentifierName,
                SyntaxKind.GenericName);
            start.RegisterCompilationEndAction(end =>
            {
                if (!names.ContainsKey(All))
                {
                    Report(end, registrations, names);
                }
            });
        });
    }

    private static void Report(
        CompilationAnalysisContext context, IEnumerable<(INamedTypeSymbol Contract, bool IsOpen, Location Place)> registrations, ConcurrentDictionary<string, bool> names)
    {
        foreach (var ofContract in registrations.GroupBy(static registration => registration.Contract, (IEqualityComparer<INamedTypeSymbol>)SymbolEqualityComparer.Default))
        {
            if (Registration(ofContract.Key, context) is not { } registration || IsNamed(registration, names))
            {
                continue;
            }

            foreach (var (contract, isOpen, place) in ofContract)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    InterfaceRules.NotDecorated, place, contract.Name, DecoratorName(registration), isOpen ? registration.OpenMethodName : registration.MethodName));
            }
        }
    }

    /// <returns><see langword="null"/> for an interface without locks, and for one that cannot be decorated, which is told where it is declared.</returns>
    private static DecoratorRegistration? Registration(INamedTypeSymbol contract, CompilationAnalysisContext context) =>
        DecoratedInterfaceParser.Parse(contract, context.Compilation, context.CancellationToken).Interface?.Registration;

    private static bool IsNamed(DecoratorRegistration registration, ConcurrentDictionary<string, bool> names) =>
        names.ContainsKey(registration.MethodName) || names.ContainsKey(registration.OpenMethodName) || names.ContainsKey(DecoratorName(registration));

    private static string DecoratorName(DecoratorRegistration registration)
    {
        var name = registration.Decorator.Split('<')[0];
        return name.Substring(name.LastIndexOfAny(['.', ':']) + 1);
    }

    /// <summary>The interface for which a container's own methods register something.</summary>
    private static INamedTypeSymbol? Registered(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var isRegistration = method.ContainingType.Is(Container, "ServiceDescriptor", 0)
            || ((method.Name.StartsWith("Add", StringComparison.Ordinal) || method.Name.StartsWith("TryAdd", StringComparison.Ordinal))
                && method.IsExtensionMethod
                && CSharpText.Namespace(method.ContainingNamespace).StartsWith(Container, StringComparison.Ordinal));
        if (!isRegistration)
        {
            return null;
        }

        var service = method.TypeArguments.FirstOrDefault()
            ?? call.Arguments.Select(static argument => (argument.Value as ITypeOfOperation)?.TypeOperand).FirstOrDefault(static type => type is not null);
        return service is INamedTypeSymbol { TypeKind: TypeKind.Interface } contract ? contract : null;
    }

    private static Location Place(SyntaxNode call) => call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name } } ? name.GetLocation() : call.GetLocation();
}
