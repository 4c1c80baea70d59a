using System.CommandLine;
using System.Text.Json.Nodes;
using DistributedLock.Tool.Backends;
using DistributedLock.Tool.CommandLine;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Inspection;

/// <summary>Ends holds of one key. Never without a yes, and never a hold that was not shown.</summary>
internal sealed class ReleaseCommand : ToolCommand
{
    private const string WhatTheVictimSees =
        "A holder learns of it at its next renewal, within a third of its lease (10 s where nothing else is set): its token fires, and its caller gets a LockLostException.\n" +
        "Until then its code runs on, beside whoever gets the lock next.";

    private readonly Terminal _terminal;
    private readonly CommonOptions _common;
    private readonly BackendOptions _backend;
    private readonly Argument<string> _key = KeyArgument.Create();
    private readonly Option<string?> _hold = new("--hold") { Description = "Ends this hold only, by its id as list and show tell it", HelpName = "id" };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask" };

    public ReleaseCommand(Terminal terminal, CommonOptions common)
        : base("release", "Ends the holds of one key by force; shows them, and asks first")
    {
        _terminal = terminal;
        _common = common;
        Arguments.Add(_key);
        Options.Add(_hold);
        Options.Add(_yes);
        _backend = new BackendOptions(this, common);
        common.AddTo(this);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "distlock release invoice-7 --redis localhost:6379",
        "distlock release invoice-7 --hold 5f0c... --yes     # for a script: this hold, or none",
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var key = KeyArgument.Read(parsed, _key);
        var patience = _common.PatienceOf(parsed);
        var backend = _backend.Read(parsed, _terminal);

        // Not yet allowed to end anything: that is opened after the yes.
        await using var store = await LockStore.OpenAsync(backend, OpenSettings.ToLook, patience, cancellationToken);
        var chosen = Choose(await store.GetAsync(key, cancellationToken), key, parsed.GetValue(_hold));
        if (chosen.Count == 0)
        {
            WriteJson(parsed, key, [], []);
            return ExitCode.NothingThere;
        }

        foreach (var held in chosen)
        {
            _terminal.Complain(HeldLocks.Describe(held));
        }

        if (backend.EndsOnlyWith is { } wayOut)
        {
            throw new NotSupportedException(await ReasonAsync(store, chosen[0], cancellationToken) ?? $"{backend.Title}: a hold cannot be ended from outside. {wayOut}");
        }

        _terminal.Complain(WhatTheVictimSees);
        if (!parsed.GetValue(_yes) && !await IsWantedAsync(chosen.Count, cancellationToken))
        {
            return ExitCode.Declined;
        }

        var (released, endedAlready) = await ReleaseAsync(backend, chosen, patience, cancellationToken);
        WriteJson(parsed, key, released, endedAlready);
        return released.Count == 0 ? ExitCode.NothingThere : ExitCode.Done;
    }

    private List<LockInfo> Choose(IReadOnlyList<LockInfo> locks, string key, string? hold)
    {
        if (locks.Count == 0)
        {
            _terminal.Complain($"Nobody holds '{Printable.Text(key)}': there is nothing to release.");
            return [];
        }

        var chosen = hold is null ? [.. locks] : locks.Where(held => held.HoldId == hold).ToList();
        if (chosen.Count == 0)
        {
            _terminal.Complain($"'{Printable.Text(key)}' has no hold {Printable.Text(hold)} (any more). What is held:");
            foreach (var held in locks)
            {
                _terminal.Complain(HeldLocks.Describe(held));
            }
        }

        return chosen;
    }

    /// <summary>What the provider says about ending a hold of a session; it is not allowed to end any here.</summary>
    private static async Task<string?> ReasonAsync(LockStore store, LockInfo held, CancellationToken cancellationToken)
    {
        try
        {
            await store.ForceReleaseAsync(held, cancellationToken);
            return null;
        }
        catch (NotSupportedException exception)
        {
            return exception.Message;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return null; // the provider looked at something else first
        }
    }

    private async Task<bool> IsWantedAsync(int count, CancellationToken cancellationToken)
    {
        if (!_terminal.IsInputInteractive)
        {
            _terminal.Complain("Nobody can be asked, because the input is no terminal: nothing was released. --yes releases without a question.");
            return false;
        }

        var isWanted = await _terminal.ConfirmAsync(count == 1 ? "Release it?" : $"Release all {count}?", cancellationToken);
        if (!isWanted)
        {
            _terminal.Complain("Nothing was released.");
        }

        return isWanted;
    }

    private async Task<(List<LockInfo> Released, List<LockInfo> EndedAlready)> ReleaseAsync(
        Backend backend, List<LockInfo> chosen, TimeSpan patience, CancellationToken cancellationToken)
    {
        await using var store = await LockStore.OpenAsync(backend, new OpenSettings { AllowForceRelease = true }, patience, cancellationToken);
        var (released, endedAlready) = (new List<LockInfo>(), new List<LockInfo>());
        foreach (var held in chosen)
        {
            var wasHeld = await store.ForceReleaseAsync(held, cancellationToken);
            (wasHeld ? released : endedAlready).Add(held);
            _terminal.Complain(wasHeld ? $"Released: hold {held.HoldId}." : $"Had ended already: hold {held.HoldId}. What holds the key now was not touched.");
        }

        return (released, endedAlready);
    }

    private void WriteJson(ParseResult parsed, string key, IReadOnlyList<LockInfo> released, IReadOnlyList<LockInfo> endedAlready)
    {
        if (parsed.GetValue(_common.Json))
        {
            _terminal.Output.WriteLine(JsonText.Of(new JsonObject
            {
                ["key"] = key,
                ["released"] = HeldLocks.ToJson(released),
                ["endedAlready"] = HeldLocks.ToJson(endedAlready),
            }));
        }
    }
}
