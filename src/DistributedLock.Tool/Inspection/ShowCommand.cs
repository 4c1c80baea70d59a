using System.CommandLine;
using DistributedLock.Tool.Backends;
using DistributedLock.Tool.CommandLine;
using DistributedLock.Tool.Output;
using Spectre.Console;

namespace DistributedLock.Tool.Inspection;

/// <summary>All that is known about one key.</summary>
internal sealed class ShowCommand : ToolCommand
{
    private readonly Terminal _terminal;
    private readonly CommonOptions _common;
    private readonly BackendOptions _backend;
    private readonly Argument<string> _key = KeyArgument.Create();

    public ShowCommand(Terminal terminal, CommonOptions common)
        : base("show", "Shows who holds one key, as a lock or as a semaphore")
    {
        _terminal = terminal;
        _common = common;
        Arguments.Add(_key);
        _backend = new BackendOptions(this, common);
        common.AddTo(this);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "distlock show invoice-7 --redis localhost:6379",
        "distlock show nightly --postgres --strategy advisory   # sessions that hold it",
        "distlock show invoice-7 && echo held                   # exit code 0: held, 1: not held",
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var key = KeyArgument.Read(parsed, _key);
        var backend = _backend.Read(parsed, _terminal);
        await using var store = await LockStore.OpenAsync(backend, OpenSettings.ToLook, _common.PatienceOf(parsed), cancellationToken);
        var locks = await store.GetAsync(key, cancellationToken);
        switch (_common.FormatOf(parsed, _terminal))
        {
            case Format.Json:
                _terminal.Output.WriteLine(JsonText.Of(HeldLocks.ToJson(locks)));
                break;
            case Format.Columns:
                HeldLocks.WriteColumns(_terminal.Output, locks);
                break;
            default:
                foreach (var held in locks)
                {
                    _terminal.Rich.Write(Details(held));
                }

                break;
        }

        if (locks.Count == 0)
        {
            _terminal.Complain($"Nobody holds '{Printable.Text(key)}' in {store.Name}.");
        }

        return locks.Count == 0 ? ExitCode.NothingThere : ExitCode.Done;
    }

    private static Panel Details(LockInfo held)
    {
        var grid = new Grid().AddColumns(2);
        Add("mode", HeldLocks.ModeOf(held));
        Add("holder", HeldLocks.HolderOf(held));
        Add("since", Printable.Time(held.AcquiredAt));
        Add("lease", HeldLocks.RemainingOf(held));
        Add("fencing token", Printable.Number(held.FencingToken));
        Add("hold", Printable.Text(held.HoldId));
        foreach (var (name, value) in held.Metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            Add(name, Printable.Text(value));
        }

        return new Panel(grid) { Header = new PanelHeader(Markup.Escape(Printable.Text(held.Key))), Border = BoxBorder.Rounded };

        void Add(string name, string value) => grid.AddRow(new Text(Printable.Text(name)), new Text(value));
    }
}
