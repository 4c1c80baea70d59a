using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;

namespace DistributedLock.Generators.Text;

/// <summary>Writes the generated file of one method.</summary>
internal static class LockedMethodFile
{
    public static string Write(LockedMethod method)
    {
        var code = new CodeWriter();
        GeneratedFile.Begin(code, method.Signature);
        foreach (var declared in method.Locks)
        {
            code.Line(Information(method, declared));
        }

        code.Line();
        GeneratedFile.OpenTypes(code, method.Namespace, method.Types);
        foreach (var declared in method.Locks)
        {
            LockMembers.Write(code, method, declared);
        }

        WrapperMethod.Write(code, method);
        GeneratedFile.CloseTypes(code, method.Namespace, method.Types);
        return code.ToString();
    }

    /// <summary>What tells tools of a lock.</summary>
    public static string Information(LockedMethod method, DeclaredLock declared) => Information(method.MemberSignature, declared);

    public static string Information(string memberSignature, DeclaredLock declared)
    {
        var options = string.Empty;
        if (declared.Options.IsShared)
        {
            options += $", Mode = {RuntimeNames.Mode}.Shared";
        }

        if (declared.Options.MaxConcurrency > 1)
        {
            options += FormattableString.Invariant($", MaxConcurrency = {declared.Options.MaxConcurrency}");
        }

        return $"[assembly: {RuntimeNames.DefinitionInfo}({CSharpText.Literal(declared.Key.Template)}, {CSharpText.Literal(memberSignature)}{options})]";
    }
}
