using System.Globalization;

namespace QuartzJobs;

/// <summary>The parent process: starts the others, kills one in the middle of a run, and counts who ran which tick.</summary>
internal sealed class Watch(int machines, int ticks, LockStore store)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<string> _failures = [];
    private readonly SortedDictionary<string, Tick> _ticks = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _killed;
    private string? _killedAt;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        var processes = new List<SampleProcess>();
        try
        {
            for (var number = 1; number <= machines; number++)
            {
                processes.Add(SampleProcess.Start($"machine {number}", ["machine"], store));
            }

            using var limit = new CancellationTokenSource(Patience);
            await Task.WhenAll(processes.Select(process => process.Lines.ReadAsync(limit.Token).AsTask()));
            processes.ForEach(process => process.Go());
            var listening = processes.Select(ListenAsync).ToList();
            if (await Task.WhenAny(_seen.Task, Task.Delay(TimeSpan.FromSeconds(ticks) + Patience, limit.Token)) != _seen.Task)
            {
                _failures.Add($"Only {_ticks.Count} ticks were run.");
            }

            _failures.AddRange((await Task.WhenAll(processes.Select(process => process.StopAsync(Patience)))).OfType<string>());
            await Task.WhenAll(listening);
            return Judge();
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
        }
    }

    private async Task ListenAsync(SampleProcess process)
    {
        await foreach (var line in process.Lines.ReadAllAsync())
        {
            lock (_ticks)
            {
                Take(process, line);
            }
        }
    }

    private void Take(SampleProcess process, string line)
    {
        var name = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        if (!_ticks.TryGetValue(name, out var tick))
        {
            _ticks.Add(name, tick = new Tick(name));
        }

        if (line.StartsWith("ends ", StringComparison.Ordinal))
        {
            tick.Ended++;
            return;
        }

        tick.Begun.Add(process.Name);
        Console.WriteLine($"  {name}  {process.Name} runs the job");
        if (_killed is null && _ticks.Count == (ticks / 2) + 1)
        {
            process.Kill();
            (_killed, _killedAt) = (process.Name, name);
            Console.WriteLine($"  {name}  {process.Name} (process {process.ProcessId}) is killed in the middle of it");
        }

        if (_ticks.Count > ticks)
        {
            _seen.TrySetResult();
        }
    }

    private int Judge()
    {
        // The first tick may have come before everybody was scheduling, and the last one is still going on.
        var watched = _ticks.Values.Skip(1).Take(ticks - 1).ToList();
        // The run that was cut off may be done again by a machine that comes late to its tick: that is no overlap, and better than no run.
        var twice = watched.Where(tick => tick.Begun.Count > 1 && tick.Name != _killedAt).ToList();
        _failures.AddRange(twice.Select(tick => $"The tick {tick.Name} was run by {string.Join(" and ", tick.Begun)}."));
        _failures.AddRange(watched.Where(tick => tick.Ended == 0 && tick.Name != _killedAt).Select(tick => $"The run of the tick {tick.Name} did not end."));

        var missing = Seconds(watched) - watched.Count;
        if (missing != 0)
        {
            _failures.Add($"{missing} ticks between {watched[0].Name} and {watched[^1].Name} were not run.");
        }

        var next = watched.FirstOrDefault(tick => string.CompareOrdinal(tick.Name, _killedAt) > 0);
        if (next is null || next.Begun.Contains(_killed!))
        {
            _failures.Add("Nobody took over from the machine that was killed.");
        }

        _failures.ForEach(Console.WriteLine);
        Console.WriteLine($"{_killed} was killed at {_killedAt}, {next?.Begun[0]} ran {next?.Name}");
        Console.WriteLine($"{watched.Count} ticks on {machines} machines: {watched.Count - twice.Count} run once, {twice.Count} twice, {missing} not at all");
        return _failures.Count == 0 ? 0 : 1;
    }

    private static int Seconds(List<Tick> watched) => (int)(TimeOf(watched[^1]) - TimeOf(watched[0])).TotalSeconds + 1;

    private static DateTime TimeOf(Tick tick) => DateTime.Parse(tick.Name, CultureInfo.InvariantCulture);
}
