using System.Threading.Channels;
using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>What a lock session does with its connection. Not thread-safe.</summary>
internal sealed class AdvisoryConnection(NpgsqlConnection connection)
{
    /// <summary>How many statements go together in one round trip.</summary>
    public const int LargestBatch = 200;

    private readonly CancellationTokenSource _abort = new();
    private Task _execution = Task.CompletedTask;

    /// <summary>Waits for statements; meanwhile, if asked to, reads from the connection, so that notifications and its end are noticed at once.</summary>
    /// <returns><see langword="false"/> when there will be no more.</returns>
    public async ValueTask<bool> WaitForMoreAsync(ChannelReader<AdvisoryCommand> queue, bool isReading)
    {
        var more = queue.WaitToReadAsync();
        if (!isReading || more.IsCompleted)
        {
            return await more.ConfigureAwait(false);
        }

        var moreTask = more.AsTask();
        using var enough = new CancellationTokenSource();
        while (true)
        {
            var reading = connection.WaitAsync(enough.Token);
            if (await Task.WhenAny(reading, moreTask).ConfigureAwait(false) == moreTask)
            {
                await EndReadingAsync(reading, enough).ConfigureAwait(false);
                return await moreTask.ConfigureAwait(false);
            }

            await reading.ConfigureAwait(false);
        }
    }

    /// <summary>Runs statements in one round trip, and gives each its answer.</summary>
    public Task ExecuteAsync(List<AdvisoryCommand> commands) => _execution = RunAsync(commands);

    /// <summary>Ends the connection. One whose server is silent may take longer than the limit; that goes on in the background.</summary>
    public async Task CloseAsync(TimeSpan limit)
    {
        var closing = Task.Run(async () =>
        {
            if (!_execution.IsCompleted)
            {
                // Asks the server to stop as well, which blocks while the network is silent.
                await _abort.CancelAsync().ConfigureAwait(false);
                await _execution.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await connection.DisposeAsync().ConfigureAwait(false);
            _abort.Dispose();
        });
        await closing.WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task EndReadingAsync(Task reading, CancellationTokenSource enough)
    {
        await enough.CancelAsync().ConfigureAwait(false);
        try
        {
            await reading.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // As asked to.
        }
    }

    private async Task RunAsync(List<AdvisoryCommand> commands)
    {
        var answered = 0;
        try
        {
            await using var batch = new NpgsqlBatch(connection) { EnableErrorBarriers = commands.Count > 1 };
            foreach (var command in commands)
            {
                batch.BatchCommands.Add(command.ToBatchCommand());
            }

            await using var reader = await batch.ExecuteReaderAsync(_abort.Token).ConfigureAwait(false);
            do
            {
                var answer = await ReadAsync(reader).ConfigureAwait(false);
                commands[answered++].TrySetResult(answer);
            }
            while (await reader.NextResultAsync(_abort.Token).ConfigureAwait(false));
        }
        catch (NpgsqlException exception) when (IsStatementError(exception))
        {
            await RunSinglyAsync(commands, answered, exception).ConfigureAwait(false);
        }
    }

    // A statement's error leaves the connection open. One statement's error is its own, that of several comes wrapped.
    private bool IsStatementError(NpgsqlException exception) =>
        connection.FullState == System.Data.ConnectionState.Open && exception is PostgresException or { InnerException: AggregateException };

    /// <summary>
    /// The driver does not tell the outcome of the statements after one that failed: each is undone, and run again alone.
    /// </summary>
    private async Task RunSinglyAsync(List<AdvisoryCommand> commands, int from, NpgsqlException exception)
    {
        for (var i = from; i < commands.Count; i++)
        {
            var command = commands[i];
            await UndoAsync(command).ConfigureAwait(false);
            if (commands.Count == 1)
            {
                // A release that failed is one that has ended by now.
                command.TrySetException(exception);
                return;
            }

            try
            {
                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { (command.Instead ?? command).ToBatchCommand() } };
                await using var reader = await batch.ExecuteReaderAsync(_abort.Token).ConfigureAwait(false);
                command.TrySetResult(await ReadAsync(reader).ConfigureAwait(false));
            }
            catch (PostgresException own) when (IsStatementError(own))
            {
                await UndoAsync(command).ConfigureAwait(false);
                command.TrySetException(own);
            }
        }
    }

    private async Task UndoAsync(AdvisoryCommand command)
    {
        if (command.Undo is { } undo)
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands = { new AdvisoryCommand(undo.IsShared ? AdvisorySql.UndoShared : AdvisorySql.Undo, null) { Slots = undo.Keys }.ToBatchCommand() },
            };
            await batch.ExecuteNonQueryAsync(_abort.Token).ConfigureAwait(false);
        }
    }

    private async Task<AdvisoryAnswer> ReadAsync(NpgsqlDataReader reader)
    {
        if (!await reader.ReadAsync(_abort.Token).ConfigureAwait(false))
        {
            return default;
        }

        long? value = await reader.IsDBNullAsync(0, _abort.Token).ConfigureAwait(false) ? null : reader.GetInt64(0);
        return new AdvisoryAnswer(value, reader.FieldCount > 1 ? reader.GetInt64(1) : 0);
    }
}
