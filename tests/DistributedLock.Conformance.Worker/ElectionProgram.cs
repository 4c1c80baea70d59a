using System.Diagnostics;
using System.Globalization;

namespace DistributedLock.Conformance.Worker;

/// <summary>
/// A candidate until its input ends, or it is killed. What it does is a line each, stamped with the machine's monotonic clock, so that the lines of several processes have one order:
/// <c>{candidate|started|works|stopped} {term, or -} {stamp};</c>. The last character tells a whole line from one that a kill has cut.
/// </summary>
internal static class ElectionProgram
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);

    public static async Task RunAsync(IDistributedLockProvider provider, TimeSpan lease, TextReader input, TextWriter output)
    {
        var lines = TextWriter.Synchronized(output);
        await using var election = new LeaderElection(provider, "election", new LeaderElectionOptions { Lease = lease });
        election.Start();
        Say(lines, "candidate", term: null);
        var work = election.RunWhileLeaderAsync(async (term, leading) =>
        {
            Say(lines, "started", term);
            try
            {
                while (term.IsCurrent)
                {
                    Say(lines, "works", term);
                    await Task.Delay(Pace, leading);
                }
            }
            finally
            {
                Say(lines, "stopped", term);
            }
        });

        await input.ReadToEndAsync();
        await election.StopAsync();
        try
        {
            await work;
        }
        catch (LeaderElectionStoppedException)
        {
        }
    }

    private static void Say(TextWriter lines, string what, LeadershipTerm? term)
    {
        lines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {(term is null ? "-" : term.ToString())} {Stopwatch.GetTimestamp()};"));
        lines.Flush();
    }
}
