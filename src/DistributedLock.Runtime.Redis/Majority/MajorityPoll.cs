namespace DistributedLock.Redis;

/// <summary>
/// One question to all servers at once. Its answers are collected until the outcome is known, or until the slow ones have had their time: a server that hangs
/// must cost neither the lock nor the time-out of the whole operation.
/// </summary>
internal sealed class MajorityPoll<T>
{
    private readonly object _gate = new();
    private readonly T?[] _answers;
    private readonly Exception?[] _errors;
    private readonly bool[] _isAnswered;
    private readonly Func<MajorityPoll<T>, bool> _isDecided;
    private readonly TaskCompletionSource<bool> _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MajorityPoll(int servers, Func<MajorityPoll<T>, bool> isDecided)
    {
        _answers = new T?[servers];
        _errors = new Exception?[servers];
        _isAnswered = new bool[servers];
        _isDecided = isDecided;
    }

    /// <summary>How many servers have answered with something else than an error.</summary>
    public int Answers { get; private set; }

    /// <summary>How many servers have failed.</summary>
    public int Failures { get; private set; }

    public Exception? FirstError => _errors.FirstOrDefault(error => error is not null);

    /// <summary>How many of the answers are so.</summary>
    public int Count(Func<T, bool> condition)
    {
        var count = 0;
        for (var i = 0; i < _answers.Length; i++)
        {
            count += _isAnswered[i] && _errors[i] is null && condition(_answers[i]!) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The answers that are there.</summary>
    public IReadOnlyList<T> Given()
    {
        lock (_gate)
        {
            return [.. _answers.Where((_, i) => _isAnswered[i] && _errors[i] is null).Select(answer => answer!)];
        }
    }

    /// <summary>Asks.</summary>
    /// <param name="servers">How many servers there are.</param>
    /// <param name="ask">Asks the server of that index.</param>
    /// <param name="isDecided">Whether further answers can change nothing.</param>
    /// <param name="patience">How long the slow ones are waited for.</param>
    /// <param name="timeProvider">The clock.</param>
    public static async Task<MajorityPoll<T>> RunAsync(
        int servers, Func<int, ValueTask<T>> ask, Func<MajorityPoll<T>, bool> isDecided, TimeSpan patience, TimeProvider timeProvider)
    {
        var poll = new MajorityPoll<T>(servers, isDecided);
        for (var i = 0; i < servers; i++)
        {
            _ = poll.AskAsync(i, ask);
        }

        if (!poll._decided.Task.IsCompleted)
        {
            using var timer = timeProvider.CreateTimer(
                static state => ((MajorityPoll<T>)state!)._decided.TrySetResult(false), poll, patience, Timeout.InfiniteTimeSpan);
            await poll._decided.Task.ConfigureAwait(false);
        }

        return poll.Freeze();
    }

    private async Task AskAsync(int server, Func<int, ValueTask<T>> ask)
    {
        T? answer = default;
        Exception? error = null;
        try
        {
            answer = await ask(server).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = exception; // one server's failure is one vote less, whatever it is
        }

        lock (_gate)
        {
            if (_decided.Task.IsCompleted)
            {
                return;
            }

            _answers[server] = answer;
            _errors[server] = error;
            _isAnswered[server] = true;
            Answers += error is null ? 1 : 0;
            Failures += error is null ? 0 : 1;
            if (Answers + Failures == _answers.Length || _isDecided(this))
            {
                _decided.TrySetResult(true);
            }
        }
    }

    /// <summary>After this nothing changes any more, because the poll is decided.</summary>
    private MajorityPoll<T> Freeze()
    {
        lock (_gate)
        {
            return this;
        }
    }
}
