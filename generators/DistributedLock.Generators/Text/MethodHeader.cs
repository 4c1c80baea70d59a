using DistributedLock.CodeModel.Methods;

namespace DistributedLock.Generators.Text;

/// <summary>The first line of a method.</summary>
internal static class MethodHeader
{
    /// <param name="signature">What the user declared.</param>
    /// <param name="modifiers">What comes after the user's own modifiers, with a space at its end.</param>
    /// <param name="withDefaults">Whether default values are repeated.</param>
    public static string Text(MethodSignature signature, string modifiers, bool withDefaults)
    {
        var own = string.Concat(signature.Modifiers.Select(static modifier => modifier + " "));
        var parameters = string.Join(", ", signature.Parameters.Select(parameter => parameter.Text(withDefaults)));
        return $"{own}{modifiers}{signature.ReturnType} {signature.Name}{signature.TypeParameters}({parameters})";
    }
}
