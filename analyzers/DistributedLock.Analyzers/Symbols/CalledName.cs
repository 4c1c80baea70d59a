using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.Symbols;

/// <summary>The name in a call or a method group, which is what a diagnostic about the choice of the method marks.</summary>
internal static class CalledName
{
    public static Location LocationOf(IOperation operation)
    {
        var expression = operation.Syntax is InvocationExpressionSyntax call ? call.Expression : operation.Syntax;
        var name = expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            SimpleNameSyntax simple => simple,
            _ => expression,
        };
        return name.GetLocation();
    }
}
