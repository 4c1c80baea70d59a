using DistributedLock.TestServers;

namespace DistributedLock.Torture;

/// <summary>The worker processes of a run, one in each place at a time. Members may be called from any thread.</summary>
internal sealed class WorkerCrew : IAsyncDisposable
{
    private readonly Recorder _recorder;
    private readonly Func<int, WorkerSettings> _settings;
    private readonly Lock _changing = new();
    private readonly WorkerProcess[] _workers;
    private readonly (Keeper Keeper, string Folder)[] _keepers;
    private readonly int[] _numbers;
    private bool _isFinishing;

    /// <summary>Starts a worker in each place.</summary>
    /// <param name="places">How many.</param>
    /// <param name="recorder">Where their entries go.</param>
    /// <param name="settings">What the worker of a place is told, but for its name.</param>
    public WorkerCrew(int places, Recorder recorder, Func<int, WorkerSettings> settings)
    {
        (_recorder, _settings) = (recorder, settings);
        (_workers, _keepers, _numbers) = (new WorkerProcess[places], new (Keeper, string)[places], new int[places]);
        for (var place = 0; place < places; place++)
        {
            var folder = Directory.CreateTempSubdirectory("distributedlock-").FullName; // a keeper has one
            _keepers[place] = (Keeper.Start(folder), folder);
            _workers[place] = Start(place);
        }
    }

    public int Places => _workers.Length;

    public WorkerProcess this[int place]
    {
        get
        {
            lock (_changing)
            {
                return _workers[place];
            }
        }
    }

    /// <summary>The place of a worker that is there.</summary>
    public int? PlaceOf(string worker)
    {
        lock (_changing)
        {
            var place = Array.FindIndex(_workers, candidate => candidate.Name == worker);
            return place < 0 ? null : place;
        }
    }

    /// <summary>Kills the worker in a place; another one comes after a time.</summary>
    public async Task ReplaceAsync(int place, WorkerProcess worker, TimeSpan pause, CancellationToken cancellationToken)
    {
        worker.Kill();
        await worker.Ended.WaitAsync(cancellationToken);
        await Task.Delay(pause, cancellationToken);
        lock (_changing)
        {
            if (_workers[place] == worker && !_isFinishing)
            {
                _workers[place] = Start(place);
            }
        }
    }

    /// <summary>Asks all to end what they have begun, and waits for it. Their processes live on, with open providers.</summary>
    /// <remarks>Those that did not in time are killed, which counts as their failure.</remarks>
    public Task FinishAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        lock (_changing)
        {
            _isFinishing = true;
        }

        return ExpectAsync(static worker => worker.FinishAsync(), static worker => worker.Idle, "finish", patience, cancellationToken);
    }

    /// <summary>Asks all to exit, and waits for it.</summary>
    /// <inheritdoc cref="FinishAsync"/>
    public Task LeaveAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        ExpectAsync(static worker => worker.LeaveAsync(), static worker => worker.Ended, "leave", patience, cancellationToken);

    /// <summary>Kills who is still there, and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_changing)
        {
            _isFinishing = true;
        }

        foreach (var worker in _workers)
        {
            worker.Kill();
        }

        await Task.WhenAll(_workers.Select(static worker => worker.Ended));

        foreach (var (keeper, folder) in _keepers)
        {
            keeper.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task ExpectAsync(
        Func<WorkerProcess, Task> ask, Func<WorkerProcess, Task> done, string what, TimeSpan patience, CancellationToken cancellationToken)
    {
        await Task.WhenAll(_workers.Select(ask)).WaitAsync(cancellationToken);
        try
        {
            await Task.WhenAll(_workers.Select(done)).WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            foreach (var worker in _workers.Where(worker => !done(worker).IsCompleted))
            {
                worker.GiveUp($"it did not {what} within {patience.TotalSeconds} s");
            }

            await Task.WhenAll(_workers.Select(done)).WaitAsync(cancellationToken);
        }
    }

    private WorkerProcess Start(int place) =>
        WorkerProcess.Start(_settings(place) with { Name = FormattableString.Invariant($"{place}.{++_numbers[place]}") }, _recorder, _keepers[place].Keeper);
}
