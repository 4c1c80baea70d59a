using DistributedLock.CodeModel.Jobs;

namespace DistributedLock.Generators.Text;

/// <summary>Writes a hosted service that checks something before anything else is started, and does nothing at all other moments.</summary>
internal static class HostedCheck
{
    private const string Hosting = "global::Microsoft.Extensions.Hosting";
    private const string Task = "global::System.Threading.Tasks.Task";
    private const string Token = "global::System.Threading.CancellationToken";

    private static readonly string[] LaterMoments = ["StartAsync", "StartedAsync", "StoppingAsync", "StopAsync", "StoppedAsync"];

    public const string Service = Hosting + ".IHostedService";

    /// <param name="code">Where to.</param>
    /// <param name="hosting">What the project has to host it.</param>
    /// <param name="name">The class to write.</param>
    /// <param name="type">The type of what its constructor takes.</param>
    /// <param name="field">The field that holds that.</param>
    /// <param name="writeCheck">Writes the statements that throw where something is wrong.</param>
    public static void Write(CodeWriter code, JobHosting hosting, string name, string type, string field, Action writeCheck)
    {
        code.Line(RuntimeNames.GeneratedCode);
        code.Open($"internal sealed class {name} : {Hosting}.{(hosting.HasLifecycle ? "IHostedLifecycleService" : "IHostedService")}");
        code.Line($"private readonly {type} {field};");
        code.Line();
        code.Line($"public {name}({type} {field.TrimStart('_')}) => {field} = {field.TrimStart('_')};");
        code.Line();
        code.Open($"public {Task} {(hosting.HasLifecycle ? "StartingAsync" : "StartAsync")}({Token} cancellationToken)");
        writeCheck();
        code.Line($"return {Task}.CompletedTask;");
        code.Close();
        foreach (var moment in hosting.HasLifecycle ? LaterMoments : ["StopAsync"])
        {
            code.Line();
            code.Line($"public {Task} {moment}({Token} cancellationToken) => {Task}.CompletedTask;");
        }

        code.Close();
    }
}
