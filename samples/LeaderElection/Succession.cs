using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace Samples.LeaderElection;

/// <summary>The parent process: starts the candidates, stops whoever leads, one after the other, and judges their terms.</summary>
internal sealed class Succession(int candidates, LockStore store)
{
    private const string Leads = "leads, term ";
    private const string Sends = "sends a message";
    private const int MessagesOfATerm = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<(SampleProcess Process, string Words)> _heard = Channel.CreateUnbounded<(SampleProcess, string)>();
    private readonly Dictionary<SampleProcess, int> _messages = [];
    private readonly List<string> _failures = [];
    private readonly List<long> _terms = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private SampleProcess? _leader;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        var processes = new List<SampleProcess>();
        try
        {
            for (var number = 1; number <= candidates; number++)
            {
                processes.Add(SampleProcess.Start($"candidate {number}", ["candidate"], store));
            }

            var listening = Task.WhenAll(processes.Select(ListenAsync));
            _failures.AddRange((await StopLeadersAsync(processes)).OfType<string>());
            await listening;
            _heard.Writer.Complete();
            await foreach (var (process, words) in _heard.Reader.ReadAllAsync())
            {
                Take(process, words);
            }

            return Judge();
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
        }
    }

    private async Task ListenAsync(SampleProcess process)
    {
        await foreach (var words in process.Lines.ReadAllAsync())
        {
            _heard.Writer.TryWrite((process, words));
        }
    }

    /// <summary>Lets each leader send a few messages and then asks its process to stop, until nobody is left.</summary>
    /// <returns>What went wrong with them.</returns>
    private async Task<string?[]> StopLeadersAsync(List<SampleProcess> processes)
    {
        var stopped = new List<Task<string?>>();
        while (stopped.Count < processes.Count)
        {
            using var limit = new CancellationTokenSource(Patience);
            try
            {
                var (process, words) = await _heard.Reader.ReadAsync(limit.Token);
                if (Take(process, words))
                {
                    Console.WriteLine($"{Elapsed}  {process.Name} is asked to stop");
                    _leader = null;
                    stopped.Add(process.StopAsync(Patience));
                }
            }
            catch (OperationCanceledException)
            {
                _failures.Add($"Nobody said anything for {Patience.TotalSeconds} s: expected the next leader.");
                return await Task.WhenAll(processes.Select(process => process.StopAsync(TimeSpan.FromSeconds(2))));
            }
        }

        return await Task.WhenAll(stopped);
    }

    /// <summary>Shows and remembers what a process said.</summary>
    /// <returns>Whether it has led for long enough.</returns>
    private bool Take(SampleProcess process, string words)
    {
        Console.WriteLine($"{Elapsed}  {process.Name} {words}");
        if (words.StartsWith(Leads, StringComparison.Ordinal) && long.TryParse(words[Leads.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var term))
        {
            _terms.Add(term);
            if (_leader is not null)
            {
                _failures.Add($"{process.Name} leads beside {_leader.Name}, whom nobody has asked to stop.");
            }

            _leader = process;
        }

        return words.StartsWith(Sends, StringComparison.Ordinal) && (_messages[process] = _messages.GetValueOrDefault(process) + 1) == MessagesOfATerm;
    }

    private int Judge()
    {
        if (_terms.Count != candidates || !_terms.Zip(_terms.Skip(1)).All(pair => pair.First < pair.Second))
        {
            _failures.Add($"Expected {candidates} terms, each higher than the one before: {string.Join(", ", _terms)} came.");
        }

        _failures.ForEach(Console.WriteLine);
        Console.WriteLine($"{candidates} candidates led {_terms.Count} terms: {string.Join(" < ", _terms)}");
        return _failures.Count == 0 ? 0 : 1;
    }

    private string Elapsed => Stopwatch.GetElapsedTime(_start).TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture).PadLeft(6) + " s";
}
