using System.Diagnostics;
using DistributedLock.Tool.CommandLine;

namespace DistributedLock.Tool.Doctor;

/// <summary>Makes one check after the other, each within the patience of the command line, and keeps what they found.</summary>
/// <param name="patience">The longest time for one check.</param>
/// <param name="clean">Takes secrets out of a text.</param>
/// <param name="onCheck">Told of each check as it is made.</param>
/// <param name="cancellationToken">Ends the checkup.</param>
internal sealed class Checkup(TimeSpan patience, Func<string, string> clean, Action<Check> onCheck, CancellationToken cancellationToken)
{
    private readonly List<Check> _checks = [];

    public IReadOnlyList<Check> Checks => _checks;

    public TimeSpan Patience => patience;

    public CheckOutcome Worst => _checks.Select(static check => check.Finding.Outcome).Append(CheckOutcome.Ok).Max();

    /// <summary>Makes a check that needs no waiting.</summary>
    /// <inheritdoc cref="RunAsync(string, Func{CancellationToken, Task{Finding}})"/>
    public Task<bool> RunAsync(string name, Func<Finding> look) => RunAsync(name, _ => Task.FromResult(look()));

    /// <summary>Makes a check. Whatever it throws is a failed check.</summary>
    /// <returns>Whether what needs it can be checked, too: it did not fail.</returns>
    /// <exception cref="UsageException">An option cannot work.</exception>
    public async Task<bool> RunAsync(string name, Func<CancellationToken, Task<Finding>> look)
    {
        var finding = await LookAsync(look);
        finding = finding with { Detail = clean(finding.Detail), Advice = finding.Advice is null ? null : clean(finding.Advice) };
        var check = new Check(_checks.Count + 1, name, finding);
        _checks.Add(check);
        onCheck(check);
        return finding.Outcome != CheckOutcome.Failed;
    }

    private async Task<Finding> LookAsync(Func<CancellationToken, Task<Finding>> look)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        var start = Stopwatch.GetTimestamp();
        try
        {
            // On the thread pool: some drivers block where they say that they don't.
            return await Task.Run(() => look(limit.Token), CancellationToken.None).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && limit.IsCancellationRequested)
        {
            return Finding.Failed(
                FormattableString.Invariant($"no answer within {Stopwatch.GetElapsedTime(start).TotalSeconds:0.#} s"),
                "Look whether the server is overloaded, and whether the network is whole; or wait longer (--timeout).");
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or UsageException))
        {
            return Finding.Failed(exception is DistributedLockException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}");
        }
    }
}
