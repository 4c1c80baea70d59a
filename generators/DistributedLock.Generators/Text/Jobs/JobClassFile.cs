using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Symbols;

namespace DistributedLock.Generators.Text.Jobs;

/// <summary>Writes the locks of the methods of one job class, for frameworks that run methods.</summary>
internal static class JobClassFile
{
    public static string Write(LockedJobClass jobs)
    {
        var code = new CodeWriter();
        GeneratedFile.Begin(code, jobs.Warnings);
        foreach (var method in jobs.Methods)
        {
            foreach (var declared in method.Locks)
            {
                code.Line(LockedMethodFile.Information(method.MemberSignature, declared));
            }
        }

        code.Line();
        if (jobs.Namespace.Length > 0)
        {
            code.Open($"namespace {jobs.Namespace}");
        }

        code.Line(RuntimeNames.GeneratedCode);
        code.Open($"internal static class {jobs.TableName}");
        foreach (var method in jobs.Methods)
        {
            foreach (var declared in method.Locks)
            {
                LockMembers.Write(code, method.Member, declared);
            }

            JobClaim.Write(code, method);
            code.Line();
        }

        WriteTable(code, jobs);
        code.Close();
        if (jobs.Namespace.Length > 0)
        {
            code.Close();
        }

        return code.ToString();
    }

    /// <summary>Stands after the definitions: static fields are set in the order in which they are written.</summary>
    private static void WriteTable(CodeWriter code, LockedJobClass jobs)
    {
        code.Line($"public static readonly {RuntimeNames.JobMethodLock}[] All =");
        code.Line("{");
        code.Continue(jobs.Rejection is { } rejection
            ? [$"new {RuntimeNames.JobMethodLock}(typeof({jobs.Type}), {CSharpText.Literal(rejection)}),"]
            : jobs.Methods.Select(method => Row(jobs, method)));
        code.Line("};");
    }

    private static string Row(LockedJobClass jobs, LockedJobMethod method)
    {
        var parameters = method.Parameters.Count == 0
            ? "global::System.Type.EmptyTypes"
            : $"new[] {{ {string.Join(", ", method.Parameters.Select(static parameter => $"typeof({parameter})"))} }}";
        var throws = jobs.Throws ? " { Throws = true }" : string.Empty;
        return $"new {RuntimeNames.JobMethodLock}(typeof({jobs.Type}), {CSharpText.Literal(method.Name)}, {parameters}, {method.ClaimName}){throws},";
    }
}
