using System.Diagnostics;
using QuickStart.Workers;

namespace QuickStart;

/// <summary>A worker's pipe to the parent: says when a body begins and ends, whatever the lock believes.</summary>
public sealed class RunLog(TextWriter output)
{
    public void Ready() => Write(WorkerEventKind.Ready, "");

    public void Waiting(string tenantId) => Write(WorkerEventKind.Waiting, tenantId);

    /// <summary>The run lasts until the result is disposed.</summary>
    public IDisposable Begin(string tenantId)
    {
        Write(WorkerEventKind.Begin, tenantId);
        return new Run(this, tenantId);
    }

    private void Write(WorkerEventKind kind, string tenantId)
    {
        output.WriteLine(new WorkerEvent(kind, tenantId, Stopwatch.GetTimestamp()).ToString());
        output.Flush();
    }

    private sealed class Run(RunLog log, string tenantId) : IDisposable
    {
        public void Dispose() => log.Write(WorkerEventKind.End, tenantId);
    }
}
