using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;

namespace DistributedLock.Generators.Text;

/// <summary>Writes the part of a method whose declaration has an error: it lets the compiler go on to that error, and never runs anything.</summary>
internal static class RejectedMethodFile
{
    public static string Write(RejectedMethod method)
    {
        var code = new CodeWriter();
        GeneratedFile.Begin(code);
        GeneratedFile.OpenTypes(code, method.Namespace, method.Types);
        code.Line(WrapperMethod.Header(method.Signature, isAsync: false));
        code.Continue(method.Signature.Constraints);
        code.Continue([$"=> throw new global::System.InvalidOperationException({CSharpText.Literal(Message(method))});"]);
        GeneratedFile.CloseTypes(code, method.Namespace, method.Types);
        return code.ToString();
    }

    private static string Message(RejectedMethod method) =>
        $"The lock of {method.Member} is not generated, because its declaration has an error ({string.Join(", ", method.ProblemIds)}). The body did not run.";
}
