using System.Collections.Immutable;
using DistributedLock.Analyzers.Rules;
using DistributedLock.CodeModel.Parsing;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Declarations;

/// <summary>
/// Checks the constant templates of <c>WithDistributedLock</c> while they are typed. The application checks them again when it starts; what needs more than the
/// template and the names of the handler's parameters is left to that.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EndpointTemplateAnalyzer : DiagnosticAnalyzer
{
    private const string Method = "WithDistributedLock";
    private const string Extensions = "DistributedLockEndpointConventionBuilderExtensions";
    private const string Namespace = "Microsoft.AspNetCore.Builder";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        DeclarationRules.TemplateMalformed, DeclarationRules.PlaceholderUnknown, DeclarationRules.PlaceholderWithoutText);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName($"{Namespace}.{Extensions}") is not null)
            {
                start.RegisterOperationAction(static operation => Analyze((IInvocationOperation)operation.Operation, operation.ReportDiagnostic), OperationKind.Invocation);
            }
        });
    }

    /// <summary>Whether a call declares the lock of endpoints.</summary>
    public static bool IsDeclaration(IInvocationOperation call) => call.TargetMethod.Name == Method && call.TargetMethod.ContainingType.Is(Namespace, Extensions, 0);

    /// <returns><see langword="null"/> where the template is not constant.</returns>
    public static string? TemplateOf(IInvocationOperation call) => Written(call)?.ConstantValue is { HasValue: true, Value: string template } ? template : null;

    private static IOperation? Written(IInvocationOperation call) => call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "template")?.Value;

    private static void Analyze(IInvocationOperation call, Action<Diagnostic> report)
    {
        if (!IsDeclaration(call) || TemplateOf(call) is not { } template || Written(call)?.Syntax is not ExpressionSyntax written)
        {
            return;
        }

        var parsed = KeyTemplateParser.Parse(template);
        foreach (var error in parsed.Errors)
        {
            report(Diagnostic.Create(DeclarationRules.TemplateMalformed, ProblemLocation.InText(written, error.Start, error.Length), template, error.Message));
        }

        if (parsed.Errors.Count > 0)
        {
            return;
        }

        var handler = HandlerOf(call);
        foreach (var placeholder in parsed.Placeholders)
        {
            if (handler?.Parameters.FirstOrDefault(parameter => parameter.Name == placeholder.Path[0]) is { } parameter)
            {
                CheckFormat(placeholder, parameter, written, report);
            }
            else
            {
                Check(placeholder, handler, written, report);
            }
        }
    }

    /// <summary>Of a parameter itself: what is wrong further in, the application says when it starts.</summary>
    private static void CheckFormat(TemplatePlaceholder placeholder, IParameterSymbol parameter, ExpressionSyntax written, Action<Diagnostic> report)
    {
        var type = placeholder.IsCollection ? TextCategory.ElementOf(parameter.Type) : parameter.Type;
        if (placeholder is { Format: { } format, Path.Count: 1, Index: null } && type is not null && TextCategory.ProblemOf(type, format) is { } problem)
        {
            report(Diagnostic.Create(
                DeclarationRules.PlaceholderWithoutText, ProblemLocation.InText(written, placeholder.Start, placeholder.Length), placeholder.Name, problem));
        }
    }

    private static void Check(TemplatePlaceholder placeholder, IMethodSymbol? handler, ExpressionSyntax written, Action<Diagnostic> report)
    {
        var names = handler?.Parameters.Where(static parameter => !parameter.Type.IsCancellationToken()).Select(static parameter => parameter.Name).ToList();
        var place = ProblemLocation.InText(written, placeholder.Start, placeholder.Length);
        if (EndpointPlaceholder.ProblemOf(placeholder, names, "the handler") is { } problem)
        {
            var properties = problem.Answer is null
                ? ImmutableDictionary<string, string?>.Empty
                : ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Replacement, problem.Answer);
            report(Diagnostic.Create(DeclarationRules.PlaceholderUnknown, place, properties, placeholder.Name, problem.Reason, problem.Instead));
        }
        else if (RequestParts.IsPart(placeholder.Path[0]) && placeholder.Format is not null)
        {
            report(Diagnostic.Create(DeclarationRules.PlaceholderWithoutText, place, placeholder.Name, RequestParts.FormatProblem(placeholder)));
        }
    }

    /// <summary>The handler of the endpoint whose mapping the call follows; <see langword="null"/> for groups, and where it is not evident.</summary>
    private static IMethodSymbol? HandlerOf(IInvocationOperation call)
    {
        for (var receiver = ReceiverOf(call); receiver is not null; receiver = ReceiverOf(receiver))
        {
            if (receiver.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal))
            {
                return receiver.Arguments.Select(static argument => MethodOf(argument.Value)).FirstOrDefault(static method => method is not null);
            }
        }

        return null;
    }

    private static IInvocationOperation? ReceiverOf(IInvocationOperation call) =>
        Unconverted(call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null)) as IInvocationOperation;

    private static IMethodSymbol? MethodOf(IOperation value) => Unconverted(value) switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation function } => function.Symbol,
        IDelegateCreationOperation { Target: IMethodReferenceOperation reference } => reference.Method,
        _ => null,
    };

    private static IOperation? Unconverted(IOperation? value) => value is IConversionOperation conversion ? Unconverted(conversion.Operand) : value;
}
