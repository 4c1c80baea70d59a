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
        code.Line(Header(method.Signature, isAsync: IsAsync(method)));
        WriteBody(code, method);
    }

    public static bool IsAsync(LockedMethod method) => method.Return.Form != ReturnForm.Synchronous;

    /// <summary>All after the first line.</summary>
    public static void WriteBody(CodeWriter code, LockedMethod method)
    {
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
    public static string Header(MethodSignature signature, bool isAsync, bool isDefinition = false) =>
        MethodHeader.Text(signature, (isAsync ? "async " : string.Empty) + "partial ", withDefaults: isDefinition);
}
