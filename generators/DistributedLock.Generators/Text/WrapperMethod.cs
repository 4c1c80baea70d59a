using DistributedLock.CodeModel.Methods;

namespace DistributedLock.Generators.Text;

/// <summary>Writes the implementing part itself.</summary>
/// <remarks>
/// Without <c>[GeneratedCode]</c>: the attributes of both parts are one list, and analyzers would take the definition for generated code, too.
/// </remarks>
internal static class WrapperMethod
{
    public static void Write(CodeWriter code, LockedMethod method)
    {
        code.Line(Header(method.Signature, isAsync: method.Return.Form != ReturnForm.Synchronous));
        code.Continue(method.Signature.Constraints);
        code.Open();
        var body = new WrapperBody(code, method);
        body.WriteAcquisition();
        if (method.Return.Form == ReturnForm.Stream)
        {
            StreamBody.Write(code, method, body);
        }
        else
        {
            CallBody.Write(code, method, body);
        }

        code.Close();
    }

    /// <summary>The first line of a part.</summary>
    public static string Header(MethodSignature signature, bool isAsync, bool isDefinition = false)
    {
        var modifiers = string.Concat(signature.Modifiers.Select(modifier => modifier + " ")) + (isAsync ? "async " : string.Empty);
        var parameters = string.Join(", ", signature.Parameters.Select(parameter => Parameter(parameter) + (isDefinition && parameter.IsOptional ? " = default!" : string.Empty)));
        return $"{modifiers}partial {signature.ReturnType} {signature.Name}{signature.TypeParameters}({parameters})";
    }

    private static string Parameter(ParameterModel parameter) =>
        string.Join(" ", new[] { parameter.Attribute, parameter.Modifiers, parameter.Type, parameter.Name }.Where(part => part.Length > 0));
}
