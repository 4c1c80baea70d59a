using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using DistributedLock.Tests.Processes;

namespace DistributedLock.Tests.Elections;

/// <summary>Processes that are candidates in one election, and their history.</summary>
internal sealed class Candidates(string backend, string keyPrefix, string store, TimeSpan lease) : IAsyncDisposable
{
    private readonly ConcurrentQueue<ElectionLine> _lines = new();
    private readonly Channel<ElectionLine> _leaders = Channel.CreateUnbounded<ElectionLine>();
    private readonly Channel<ElectionLine> _candidates = Channel.CreateUnbounded<ElectionLine>();
    private readonly Dictionary<int, CandidateProcess> _processes = [];
    private int _started;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ElectionHistory History => new(_lines);

    public IReadOnlyCollection<CandidateProcess> Running => _processes.Values;

    public CandidateProcess this[int number] => _processes[number];

    /// <summary>Starts another candidate, and does not wait for it.</summary>
    public void Start()
    {
        var start = ConformanceWorker.StartInfo(backend, keyPrefix, store);
        start.ArgumentList.Add(lease.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        var number = ++_started;
        _processes.Add(number, CandidateProcess.Start(start, number, OnLine));
    }

    /// <summary>Waits until so many more processes are candidates.</summary>
    public async Task JoinedAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _candidates.Reader.ReadAsync(Stop);
        }
    }

    /// <summary>Waits for the next leader.</summary>
    public ValueTask<ElectionLine> NextLeaderAsync() => _leaders.Reader.ReadAsync(Stop);

    /// <summary>Somebody who has become the leader without anybody waiting for it; <see langword="null"/> when there is none.</summary>
    public ElectionLine? TryGetOtherLeader() => _leaders.Reader.TryRead(out var other) ? other : null;

    /// <summary>Fails unless a leader said that it stopped before another one started.</summary>
    public void AssertStopped(ElectionLine leader, ElectionLine before) => Assert.True(
        _lines.Any(line => line.What == ElectionLine.Stopped && line.Term == leader.Term && line.Stamp < before.Stamp),
        $"{leader} had not stopped before {before}\n{Last(40)}");

    /// <summary>Kills a process and forgets it.</summary>
    /// <returns>The machine's monotonic clock before that.</returns>
    public async Task<long> KillAsync(int number)
    {
        var stamp = _processes[number].Kill();
        await RemoveAsync(number);
        return stamp;
    }

    /// <summary>Waits until a process has ended and all its lines are read, and forgets it.</summary>
    public async Task RemoveAsync(int number)
    {
        Assert.Equal("", await _processes[number].WaitForEndAsync(Stop));
        _processes.Remove(number, out var process);
        await process!.DisposeAsync();
    }

    /// <summary>The last lines, for messages.</summary>
    public string Last(int count) => string.Join('\n', _lines.Where(static line => line.What != ElectionLine.Works).OrderBy(static line => line.Stamp).TakeLast(count));

    public static TimeSpan Between(long from, ElectionLine to) => Stopwatch.GetElapsedTime(from, to.Stamp);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
        }
    }

    private void OnLine(ElectionLine line)
    {
        _lines.Enqueue(line);
        if (line.What == ElectionLine.Started)
        {
            _leaders.Writer.TryWrite(line);
        }
        else if (line.What == ElectionLine.Candidate)
        {
            _candidates.Writer.TryWrite(line);
        }
    }
}
