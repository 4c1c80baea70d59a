using System.CommandLine;
using DistributedLock.Tool.Backends;
using DistributedLock.Tool.CommandLine;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Inspection;

/// <summary>Looks once at what is held, and shows it.</summary>
internal abstract class LookCommand : ToolCommand
{
    private readonly CommonOptions _common;
    private readonly BackendOptions _backend;

    /// <param name="terminal">Where it is shown.</param>
    /// <param name="common">Options of all commands.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    protected LookCommand(Terminal terminal, CommonOptions common, string name, string description)
        : base(name, description)
    {
        Terminal = terminal;
        _common = common;
        _backend = new BackendOptions(this, common);
        common.AddTo(this);
        SetAction(RunAsync);
    }

    protected Terminal Terminal { get; }

    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken);

    protected Task<LockStore> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        LockStore.OpenAsync(_backend.Read(parsed, Terminal), OpenSettings.ToLook, _common.PatienceOf(parsed), cancellationToken);

    /// <param name="parsed">The command line, which says in what format.</param>
    /// <param name="locks">What is held.</param>
    /// <param name="writeForPeople">Writes it for somebody who sits before a terminal.</param>
    protected void Write(ParseResult parsed, IReadOnlyList<LockInfo> locks, Action writeForPeople)
    {
        switch (_common.FormatOf(parsed, Terminal))
        {
            case Format.Json:
                Terminal.Output.WriteLine(JsonText.Of(HeldLocks.ToJson(locks)));
                break;
            case Format.Columns:
                HeldLocks.WriteColumns(Terminal.Output, locks);
                break;
            default:
                writeForPeople();
                break;
        }
    }
}
