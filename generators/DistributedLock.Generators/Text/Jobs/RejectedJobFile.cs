using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Symbols;

namespace DistributedLock.Generators.Text.Jobs;

/// <summary>Writes the part that keeps a job class with an error in its declaration from running without its lock.</summary>
internal static class RejectedJobFile
{
    public static string Write(RejectedJob job)
    {
        var code = new CodeWriter();
        GeneratedFile.Begin(code, job.Signature);
        GeneratedFile.OpenTypes(code, job.Namespace, job.Types, $" : {job.Interface}");
        code.Open(JobBody.Header(job.Signature, isAsync: false));
        foreach (var parameter in job.UnreadParameters)
        {
            code.Line($"global::System.GC.KeepAlive({parameter}); // Read as by a lock: its being unread (CS9113) is not what is wrong.");
        }

        var message = $"The lock of {job.Member} is not generated, because its declaration has an error ({string.Join(", ", job.ProblemIds)}). The job did not run.";
        code.Line($"throw new global::System.InvalidOperationException({CSharpText.Literal(message)});");
        code.Close();
        GeneratedFile.CloseTypes(code, job.Namespace, job.Types);
        return code.ToString();
    }
}
