using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DistributedLock.Torture;

/// <summary>
/// A worker's line to the conductor: entries go out as <c>{call} {JSON}</c>, each is answered by <c>{call} {number} {accepted} {version}</c>, and commands come in between. When the line ends,
/// so does the process, at once: nobody is left behind by a conductor that was killed. Thread-safe.
/// </summary>
internal sealed class ConductorLine
{
    private readonly TextReader _input;
    private readonly Stream _output;
    private readonly SteppedClock _clock;
    private readonly ConcurrentDictionary<long, TaskCompletionSource<ConductorAnswer>> _calls = [];
    private readonly CancellationTokenSource _finishing = new();
    private readonly TaskCompletionSource _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _writing = new();
    private long _lastCall;

    public ConductorLine(TextReader input, Stream output, SteppedClock clock)
    {
        (_input, _output, _clock) = (input, output, clock);
        new Thread(Listen) { IsBackground = true, Name = "conductor" }.Start();
    }

    /// <summary>Fires when the worker is to begin nothing more.</summary>
    public CancellationToken Finishing => _finishing.Token;

    /// <summary>Ends when the worker is to exit.</summary>
    public Task Leaving => _leaving.Task;

    /// <summary>Tells an entry, and waits until it has its place in the history.</summary>
    public Task<ConductorAnswer> TellAsync(HistoryEntry entry)
    {
        var call = Interlocked.Increment(ref _lastCall);
        var answer = new TaskCompletionSource<ConductorAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[call] = answer;
        var line = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{call} {HistoryFile.Line(entry)}\n"));
        lock (_writing)
        {
            _output.Write(line);
            _output.Flush();
        }

        return answer.Task;
    }

    private void Listen()
    {
        try
        {
            while (_input.ReadLine() is { } line)
            {
                Take(line.Split(' '));
            }
        }
        finally
        {
            Process.GetCurrentProcess().Kill();
        }
    }

    private void Take(string[] words)
    {
        switch (words[0])
        {
            case ConductorCommand.Finish:
                _ = _finishing.CancelAsync();
                break;
            case ConductorCommand.Leave:
                _leaving.TrySetResult();
                break;
            case ConductorCommand.SetClock:
                _clock.Set(TimeSpan.FromMilliseconds(Number(words[1])));
                break;
            default:
                _calls.TryRemove(Number(words[0]), out var answer);
                answer!.SetResult(new ConductorAnswer(Number(words[1]), words[2] == "1", Number(words[3])));
                break;
        }
    }

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
