using System.Diagnostics;

namespace StartupMigration;

/// <summary>The parent process: starts the replicas twice, without the lock and with it, and judges the database they leave.</summary>
internal sealed class Rollout(int replicas, LockStore? server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<string> _failures = [];

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("distributedlock-startup-");
        try
        {
            var without = await StartAllAsync("without the lock", directory.CreateSubdirectory("without"), store: null, kills: false);
            var locks = server ?? new LockStore(LockStore.Directory, directory.CreateSubdirectory("locks").FullName);
            var with = await StartAllAsync("with the lock", directory.CreateSubdirectory("with"), locks, kills: true);
            return Judge(without, with);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<Outcome> StartAllAsync(string title, DirectoryInfo directory, LockStore? store, bool kills)
    {
        Console.WriteLine($"{title}: {replicas} replicas start");
        var processes = new List<SampleProcess>();
        try
        {
            for (var number = 1; number <= replicas; number++)
            {
                processes.Add(SampleProcess.Start($"replica {number}", Replica.Arguments($"replica {number}", directory.FullName), store));
            }

            var outcome = new Outcome(new ShopDatabase(directory.FullName), kills);
            using var limit = new CancellationTokenSource(Patience);
            await Task.WhenAll(processes.Select(process => process.Lines.ReadAsync(limit.Token).AsTask()));
            var start = Stopwatch.GetTimestamp();
            processes.ForEach(process => process.Go());
            await Task.WhenAll(processes.Select(process => FollowAsync(process, outcome, start, limit.Token)));
            _failures.AddRange((await Task.WhenAll(processes.Select(process => process.StopAsync(Patience)))).OfType<string>());
            return outcome;
        }
        catch (Exception exception) when (exception is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
        {
            var why = await Task.WhenAll(processes.Select(process => process.StopAsync(TimeSpan.FromSeconds(2))));
            throw new InvalidOperationException(string.Join('\n', why.OfType<string>().Prepend($"Not all replicas served within {Patience.TotalSeconds} s.")), exception);
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
        }
    }

    /// <summary>Listens to one replica until it serves or is dead; kills it in the middle of its seeding if somebody has to die.</summary>
    private static async Task FollowAsync(SampleProcess process, Outcome outcome, long start, CancellationToken cancellationToken)
    {
        await foreach (var word in process.Lines.ReadAllAsync(cancellationToken))
        {
            Console.WriteLine($"  {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s  {process.Name} {Sentence(word)}");
            if (!outcome.Take(word))
            {
                await outcome.HalfSeededAsync(cancellationToken);
                process.Kill();
                Console.WriteLine($"  {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s  {process.Name} (process {process.ProcessId}) is killed in the middle of it");
                return;
            }

            if (word == "serving")
            {
                return;
            }
        }
    }

    private static string Sentence(string word) => word switch
    {
        "seeding" => "finds an empty database and seeds it",
        "seeded" => "has seeded the database",
        "found" => "finds the database seeded",
        _ => "serves",
    };

    private int Judge(Outcome without, Outcome with)
    {
        var (rowsWithout, _) = without.Database.Read();
        var (rows, writers) = with.Database.Read();
        if (without.Began < 2)
        {
            _failures.Add("Only one replica seeded without the lock, so the second part proves nothing: try again, or with more replicas.");
        }

        if (with is not { Began: 2, Finished: 1 } || with.Found != replicas - 2 || with.Serving != replicas - 1)
        {
            _failures.Add($"Expected two replicas to begin (one is killed), one to finish and {replicas - 2} to find the data: {with.Began} began, {with.Finished} finished, {with.Found} found it.");
        }

        if (rows != ShopDatabase.Products || writers.Count != 1)
        {
            _failures.Add($"Expected {ShopDatabase.Products} rows of one replica, but {rows} came, of {string.Join(" and ", writers)}.");
        }

        _failures.ForEach(Console.WriteLine);
        Console.WriteLine($"without lock: {without.Began} replicas seeded at the same time and left {rowsWithout} rows");
        Console.WriteLine($"with lock: 1 was killed, {with.Finished} seeded, {with.Found} waited and found the data, {rows} rows of {ShopDatabase.Products}");
        return _failures.Count == 0 ? 0 : 1;
    }
}
