using System.Globalization;
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
        var said = declared.Options;
        var options = said.IsShared ? $", Mode = {RuntimeNames.Mode}.Shared" : string.Empty;
        if (said.MaxConcurrency > 1)
        {
            options += FormattableString.Invariant($", MaxConcurrency = {said.MaxConcurrency}");
        }

        options += Seconds("LeaseSeconds", said.LeaseSeconds) + Seconds("HoldAtLeastSeconds", said.HoldAtLeastSeconds) + Seconds("MaxHoldSeconds", said.MaxHoldSeconds);
        if (said.Profile is not null)
        {
            options += $", Profile = {CSharpText.Literal(said.Profile)}";
        }

        return $"[assembly: {RuntimeNames.DefinitionInfo}({CSharpText.Literal(declared.Key.Template)}, {CSharpText.Literal(memberSignature)}{options})]";
    }

    private static string Seconds(string name, double? value) =>
        value is { } seconds ? $", {name} = {seconds.ToString("R", CultureInfo.InvariantCulture)}" : string.Empty;
}
