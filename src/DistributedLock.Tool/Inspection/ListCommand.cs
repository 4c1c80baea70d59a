using System.CommandLine;
using DistributedLock.Tool.Backends;
using DistributedLock.Tool.CommandLine;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Inspection;

/// <summary>Everything that is held.</summary>
internal sealed class ListCommand : ToolCommand
{
    private readonly Terminal _terminal;
    private readonly CommonOptions _common;
    private readonly BackendOptions _backend;
    private readonly Argument<string> _prefix = new("prefix")
    {
        Description = "What the keys begin with; all without it",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = static _ => "",
    };

    public ListCommand(Terminal terminal, CommonOptions common)
        : base("list", "Lists who holds which lock or permit")
    {
        _terminal = terminal;
        _common = common;
        Arguments.Add(_prefix);
        _backend = new BackendOptions(this, common);
        common.AddTo(this);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "distlock list --redis localhost:6379",
        "distlock list invoice- --postgres                   # keys that begin with invoice-, in the database of DISTLOCK_POSTGRES",
        "distlock list --json | jq '.[] | select(.host == \"web-3\") | .key'",
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var backend = _backend.Read(parsed, _terminal);
        await using var store = await LockStore.OpenAsync(backend, OpenSettings.ToLook, _common.PatienceOf(parsed), cancellationToken);
        var locks = await store.ListAsync(parsed.GetValue(_prefix) ?? "", cancellationToken);
        switch (_common.FormatOf(parsed, _terminal))
        {
            case Format.Json:
                _terminal.Output.WriteLine(JsonText.Of(HeldLocks.ToJson(locks)));
                break;
            case Format.Columns:
                HeldLocks.WriteColumns(_terminal.Output, locks);
                break;
            default:
                if (locks.Count > 0)
                {
                    _terminal.Rich.Write(HeldLocks.ToTable(locks));
                }

                _terminal.Output.WriteLine($"{locks.Count} held in {store.Name}");
                break;
        }

        return ExitCode.Done;
    }
}
