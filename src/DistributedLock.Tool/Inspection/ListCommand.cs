using System.CommandLine;
using DistributedLock.Tool.CommandLine;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Inspection;

/// <summary>Everything that is held.</summary>
internal sealed class ListCommand : LookCommand
{
    private readonly Argument<string> _prefix = new("prefix")
    {
        Description = "What the keys begin with; all without it",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = static _ => "",
    };

    public ListCommand(Terminal terminal, CommonOptions common)
        : base(terminal, common, "list", "Lists who holds which lock or permit") => Arguments.Add(_prefix);

    public override IReadOnlyList<string> Examples =>
    [
        "distlock list --redis localhost:6379",
        "distlock list invoice- --postgres                   # keys that begin with invoice-, in the database of DISTLOCK_POSTGRES",
        "distlock list --json | jq '.[] | select(.host == \"web-3\") | .key'",
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var store = await OpenAsync(parsed, cancellationToken);
        var locks = await store.ListAsync(parsed.GetValue(_prefix) ?? "", cancellationToken);
        Write(parsed, locks, () =>
        {
            if (locks.Count > 0)
            {
                Terminal.Rich.Write(HeldLocks.ToTable(locks));
            }

            Terminal.Output.WriteLine($"{locks.Count} held in {store.Name}");
        });
        return ExitCode.Done;
    }
}
