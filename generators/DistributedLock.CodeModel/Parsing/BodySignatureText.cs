using System.Text;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>The declaration that a message tells to write.</summary>
public static class BodySignatureText
{
    internal static string Of(MethodContext context, ReturnModel returns, string name, bool isCore)
    {
        var method = context.Method;
        var text = new StringBuilder("private ");
        text.Append(method.IsStatic ? "static " : string.Empty);
        text.Append(context.Syntax?.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) == true ? "readonly " : string.Empty);
        text.Append(returns.Form == ReturnForm.Synchronous ? string.Empty : "async ");
        text.Append(ReturnType(method.ReturnType)).Append(' ').Append(CSharpText.Name(name)).Append(SignatureReader.TypeParameters(method)).Append('(');
        text.Append(string.Join(", ", method.Parameters.Where(parameter => isCore || !parameter.Type.IsHandle()).Select(parameter => Parameter(parameter, returns))));
        text.Append(')');
        foreach (var constraint in method.TypeParameters.Select(parameter => ConstraintText.Of(parameter, context.Syntax)).OfType<string>())
        {
            text.Append(' ').Append(constraint);
        }

        return text.ToString();
    }

    private static string ReturnType(ITypeSymbol type)
    {
        if (type.IsTaskOfT() && type is INamedTypeSymbol task && ReturnReader.PayloadOf(type) is var payload)
        {
            return payload is null ? task.Name : $"{task.Name}<{CSharpText.Short(payload)}>";
        }

        return type.IsLockResult() ? "void"
            : type.IsLockResultOfT() ? CSharpText.Short(((INamedTypeSymbol)type).TypeArguments[0])
            : CSharpText.Short(type);
    }

    private static string Parameter(IParameterSymbol parameter, ReturnModel returns)
    {
        var attribute = returns.Form == ReturnForm.Stream && parameter.Type.IsCancellationToken() ? "[EnumeratorCancellation] " : string.Empty;
        var modifier = parameter.RefKind switch
        {
            RefKind.None => string.Empty,
            RefKind.Ref => "ref ",
            RefKind.Out => "out ",
            RefKind.In => "in ",
            _ => "ref readonly ",
        };
        return $"{attribute}{modifier}{CSharpText.Short(parameter.Type)} {CSharpText.Name(parameter.Name)}";
    }
}
