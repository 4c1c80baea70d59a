using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Inspection;

/// <summary>A block for each look: a line that begins with <c>#</c>, the columns, an empty line.</summary>
internal sealed class ColumnsWatchView(Terminal terminal) : IWatchView
{
    public void Show(Snapshot snapshot)
    {
        if (snapshot.Locks is { } locks)
        {
            terminal.Output.WriteLine($"# {Printable.Time(snapshot.At)} {locks.Count} held");
            HeldLocks.WriteColumns(terminal.Output, locks);
        }
        else
        {
            terminal.Output.WriteLine($"# {Printable.Time(snapshot.At)} outage: {terminal.Clean(snapshot.Failure!.Message).ReplaceLineEndings(" ")}");
        }

        terminal.Output.WriteLine();
        terminal.Output.Flush();
    }

    public ValueTask DisposeAsync() => default;
}
