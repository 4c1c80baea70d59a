using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;

namespace DistributedLock.Generators.Text;

/// <summary>Writes the part that a method with an error in its declaration lacks: it lets the compiler go on to that error, and never runs anything.</summary>
internal static class RejectedMethodFile
{
    public static string Write(RejectedMethod method)
    {
        var code = new CodeWriter();
        GeneratedFile.Begin(code, method.Signature);
        GeneratedFile.OpenTypes(code, method.Namespace, method.Types);
        if (method.HasBody)
        {
            code.Line($"{WrapperMethod.Header(method.Signature, isAsync: false, isDefinition: true)}{string.Concat(method.Signature.Constraints.Select(static clause => " " + clause))};");
        }
        else
        {
            WriteThrowingPart(code, method);
        }

        GeneratedFile.CloseTypes(code, method.Namespace, method.Types);
        return code.ToString();
    }

    private static void WriteThrowingPart(CodeWriter code, RejectedMethod method)
    {
        code.Line(WrapperMethod.Header(method.Signature, isAsync: false));
        code.Continue(method.Signature.Constraints);
        code.Open();
        foreach (var parameter in method.UnreadParameters)
        {
            code.Line($"global::System.GC.KeepAlive({parameter}); // Read as by a wrapper: its being unread (CS9113) is not what is wrong.");
        }

        code.Line($"throw new global::System.InvalidOperationException({CSharpText.Literal(Message(method))});");
        code.Close();
    }

    private static string Message(RejectedMethod method) =>
        $"The lock of {method.Member} is not generated, because its declaration has an error ({string.Join(", ", method.ProblemIds)}). The body did not run.";
}
