using System.CommandLine;
using DistributedLock.Tool.CommandLine;
using DistributedLock.Tool.Output;
using Spectre.Console;

namespace DistributedLock.Tool.Inspection;

/// <summary>All that is known about one key.</summary>
internal sealed class ShowCommand : LookCommand
{
    private readonly Argument<string> _key = KeyArgument.Create();

    public ShowCommand(Terminal terminal, CommonOptions common)
        : base(terminal, common, "show", "Shows who holds one key, as a lock or as a semaphore") => Arguments.Add(_key);

    public override IReadOnlyList<string> Examples =>
    [
        "distlock show invoice-7 --redis localhost:6379",
        "distlock show nightly --postgres --strategy advisory   # sessions that hold it",
        "distlock show invoice-7 && echo held                   # exit code 0: held, 1: not held",
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var key = KeyArgument.Read(parsed, _key);
        await using var store = await OpenAsync(parsed, cancellationToken);
        var locks = await store.GetAsync(key, cancellationToken);
        Write(parsed, locks, () =>
        {
            foreach (var held in locks)
            {
                Terminal.Rich.Write(Details(held));
            }
        });
        if (locks.Count == 0)
        {
            Terminal.Complain($"Nobody holds '{Printable.Text(key)}' in {store.Name}.");
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
