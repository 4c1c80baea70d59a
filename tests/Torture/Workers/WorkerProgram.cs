using System.Text;

namespace DistributedLock.Torture;

/// <summary>The worker process: several loops that take locks of one provider and use what they protect, until they are told to finish or the process is killed.</summary>
internal static class WorkerProgram
{
    public static async Task<int> RunAsync()
    {
        // One reader for all: what it has read ahead is lost to any other one.
        var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        if (input.ReadLine() is not { } line)
        {
            return 3; // the conductor died before it said anything
        }

        var settings = WorkerSettings.Parse(line);
        var clock = new SteppedClock();
        var conductor = new ConductorLine(input, Console.OpenStandardOutput(), clock);
        var provider = await ConnectAsync(settings, clock, conductor.Finishing);
        if (provider is not null)
        {
            await foreach (var loop in Task.WhenEach(Enumerable.Range(0, settings.Loops).Select(loop => new WorkerLoop(settings, loop, provider, conductor, clock).RunAsync())))
            {
                await loop; // one that failed ends the process, whatever the others do
            }
        }

        // With the provider open: what it has forgotten that it holds is seen as long as this process lives.
        await conductor.TellAsync(new HistoryEntry { Kind = EntryKind.WorkerIdle });
        await conductor.Leaving;
        await ((provider as IAsyncDisposable)?.DisposeAsync() ?? default);
        return 0;
    }

    /// <summary>A store that is out of reach at this moment is no reason to give up: it is one of the faults.</summary>
    private static async Task<IDistributedLockProvider?> ConnectAsync(WorkerSettings settings, SteppedClock clock, CancellationToken finishing)
    {
        while (!finishing.IsCancellationRequested)
        {
            try
            {
                // Away from this thread: a driver may connect while its constructor runs.
                return await Task.Run(() => Providers.Create(settings.Backend, settings.Stores, settings.Breakage, clock), CancellationToken.None);
            }
            catch (LockBackendException)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }

        return null;
    }
}
