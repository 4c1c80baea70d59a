using DistributedLock.CodeModel.Jobs;

namespace DistributedLock.Generators.Text.Jobs;

/// <summary>Writes the other part of a job class: an explicit implementation of the framework's interface, which takes the lock and calls the user's method.</summary>
internal static class LockedJobFile
{
    public static string Write(LockedJob job)
    {
        var method = job.Method;
        var code = new CodeWriter();
        GeneratedFile.Begin(code, method.Signature);
        foreach (var declared in method.Locks)
        {
            code.Line(LockedMethodFile.Information(method, declared));
        }

        code.Line();
        GeneratedFile.OpenTypes(code, method.Namespace, method.Types, $" : {job.Interface}");
        foreach (var declared in method.Locks)
        {
            LockMembers.Write(code, method, declared);
        }

        new JobBody(code, job).Write();
        GeneratedFile.CloseTypes(code, method.Namespace, method.Types);
        return code.ToString();
    }
}
