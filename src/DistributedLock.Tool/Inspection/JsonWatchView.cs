using System.Text.Json.Nodes;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Inspection;

/// <summary>An object for each look, on a line of its own.</summary>
internal sealed class JsonWatchView(Terminal terminal) : IWatchView
{
    public void Show(Snapshot snapshot)
    {
        terminal.Output.WriteLine(JsonText.LineOf(new JsonObject
        {
            ["at"] = Printable.Time(snapshot.At),
            ["locks"] = snapshot.Locks is { } locks ? HeldLocks.ToJson(locks) : null,
            ["error"] = snapshot.Failure is { } failure ? terminal.Clean(failure.Message) : null,
        }));
        terminal.Output.Flush();
    }

    public ValueTask DisposeAsync() => default;
}
