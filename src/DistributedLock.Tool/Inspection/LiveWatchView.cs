using System.Threading.Channels;
using DistributedLock.Tool.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DistributedLock.Tool.Inspection;

/// <summary>A table that changes in place. During an outage the last one stays, with what is wrong below it.</summary>
internal sealed class LiveWatchView : IWatchView
{
    private readonly Channel<IRenderable> _pictures = Channel.CreateUnbounded<IRenderable>();
    private readonly Terminal _terminal;
    private readonly string _caption;
    private readonly Task _drawing;
    private IReadOnlyList<LockInfo> _last = [];
    private DateTimeOffset? _downSince;

    public LiveWatchView(Terminal terminal, string store, TimeSpan interval)
    {
        _terminal = terminal;
        _caption = FormattableString.Invariant($"{store}, every {interval.TotalSeconds:0.###} s, Ctrl+C ends");
        _drawing = terminal.Rich.Live(new Text("...")).AutoClear(false).StartAsync(async live =>
        {
            await foreach (var picture in _pictures.Reader.ReadAllAsync())
            {
                live.UpdateTarget(picture);
            }
        });
    }

    public void Show(Snapshot snapshot)
    {
        _last = snapshot.Locks ?? _last;
        _downSince = snapshot.Failure is null ? null : _downSince ?? snapshot.At;
        var lines = new List<IRenderable>
        {
            HeldLocks.ToTable(_last),
            new Text($"{Printable.Time(snapshot.At)}  {_last.Count} held  {_caption}"),
        };
        if (snapshot.Failure is { } failure)
        {
            lines.Add(new Text($"Not reachable since {Printable.Time(_downSince)}: {_terminal.Clean(failure.Message)}", new Style(Color.Red)));
        }

        _pictures.Writer.TryWrite(new Rows(lines));
    }

    public async ValueTask DisposeAsync()
    {
        _pictures.Writer.Complete();
        await _drawing;
    }
}
