using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;

namespace DistributedLock.Generators.Text.Jobs;

/// <summary>Writes the method that adds the locks of a job, whose arguments come as objects.</summary>
internal static class JobClaim
{
    public static void Write(CodeWriter code, LockedJobMethod method)
    {
        var scope = new NameScope();
        foreach (var argument in method.Arguments)
        {
            scope.Take(argument.Name);
        }

        var claims = scope.Free("claims");
        var locks = scope.Free("locks");
        var arguments = scope.Free("arguments");
        var element = scope.Free("element");
        code.Open(
            $"private static void {method.ClaimName}({RuntimeNames.Claims} {claims}, {RuntimeNames.Provider} {locks}, " +
            $"global::System.Collections.Generic.IReadOnlyList<object?> {arguments})");
        foreach (var argument in method.Arguments)
        {
            code.Line(FormattableString.Invariant($"var {argument.Name} = ({argument.Type}){arguments}[{argument.Position}]!;"));
        }

        foreach (var declared in method.Locks)
        {
            var add = $"{claims}.Add({locks}, {Request(declared, element)});";
            if (declared.Key.Collection is not { } collection)
            {
                code.Line(add);
                continue;
            }

            var elements = collection.Owner is { } owner ? $"{declared.ElementsMethodName}({owner.Name})" : collection.Expression;
            code.Open($"foreach (var {element} in {RuntimeNames.Claims}.Elements({elements}, {declared.DefinitionName}, {CSharpText.Literal(collection.Placeholder)}))");
            code.Line(add);
            code.Close();
        }

        code.Close();
    }

    private static string Request(DeclaredLock declared, string element)
    {
        var arguments = string.Join(", ", declared.Key.Parameters.Select(parameter => parameter.IsElement ? element : parameter.Name));
        return $"{declared.DefinitionName}.CreateRequest({(declared.Key.Constant is { } constant ? CSharpText.Literal(constant) : $"{declared.KeyMethodName}({arguments})")})";
    }
}
