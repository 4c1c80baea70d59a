using System.CommandLine;
using DistributedLock.Tool.Backends;
using DistributedLock.Tool.CommandLine;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Inspection;

/// <summary>What is held, again and again, until Ctrl+C. An outage of the store is shown and outlasted.</summary>
internal sealed class WatchCommand : ToolCommand
{
    private const double LeastInterval = 0.2;
    private const double LongestInterval = 86_400;

    private readonly Terminal _terminal;
    private readonly CommonOptions _common;
    private readonly BackendOptions _backend;
    private readonly Argument<string> _prefix = new("prefix")
    {
        Description = "What the keys begin with; all without it",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = static _ => "",
    };

    private readonly Option<double> _interval = new("--interval")
    {
        Description = "From one look to the next, 0.2 or more",
        HelpName = "seconds",
        DefaultValueFactory = static _ => 1,
    };

    private readonly Option<int?> _count = new("--count") { Description = "Ends after so many looks", HelpName = "number" };

    public WatchCommand(Terminal terminal, CommonOptions common)
        : base("watch", "Shows what is held, again and again, until Ctrl+C")
    {
        _terminal = terminal;
        _common = common;
        Arguments.Add(_prefix);
        Options.Add(_interval);
        Options.Add(_count);
        _backend = new BackendOptions(this, common);
        common.AddTo(this);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "distlock watch --redis localhost:6379",
        "distlock watch invoice- --interval 0.5 --directory /var/lib/locks",
        "distlock watch --json --count 60 > holds.jsonl      # one object a second, for a minute",
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var interval = CommonOptions.Seconds(parsed.GetValue(_interval), _interval.Name, LeastInterval, LongestInterval);
        if (parsed.GetValue(_count) is { } count and < 1)
        {
            throw new UsageException($"{_count.Name} is {count}: expected 1 or more.");
        }

        var backend = _backend.Read(parsed, _terminal);
        try
        {
            await using var store = await LockStore.OpenAsync(backend, OpenSettings.ToLook, _common.PatienceOf(parsed), cancellationToken);
            await using IWatchView view = _common.FormatOf(parsed, _terminal) switch
            {
                Format.Json => new JsonWatchView(_terminal),
                Format.Columns => new ColumnsWatchView(_terminal),
                _ => new LiveWatchView(_terminal, store.Name, interval),
            };
            return await WatchAsync(store, view, parsed.GetValue(_prefix) ?? "", interval, parsed.GetValue(_count), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Done; // Ctrl+C is how it ends
        }
    }

    private static async Task<int> WatchAsync(
        LockStore store, IWatchView view, string prefix, TimeSpan interval, int? count, CancellationToken cancellationToken)
    {
        for (var looks = 1; ; looks++)
        {
            var snapshot = await LookAsync(store, prefix, cancellationToken);
            if (looks == 1 && snapshot.Failure is { IsTransient: false } refusal)
            {
                throw refusal; // nothing will come of waiting
            }

            view.Show(snapshot);
            if (looks == count)
            {
                return snapshot.Failure is null ? ExitCode.Done : ExitCode.BackendFailed;
            }

            await Task.Delay(interval, cancellationToken);
        }
    }

    private static async Task<Snapshot> LookAsync(LockStore store, string prefix, CancellationToken cancellationToken)
    {
        try
        {
            var locks = await store.ListAsync(prefix, cancellationToken);
            return new Snapshot(DateTimeOffset.UtcNow, locks, null);
        }
        catch (LockBackendException exception)
        {
            return new Snapshot(DateTimeOffset.UtcNow, null, exception);
        }
    }
}
