using System.Threading.Channels;
using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>What a lock session does with its connection. Not thread-safe.</summary>
/// <remarks>It may begin on the thread of whoever sends a statement, so no <c>await</c> goes back to a context.</remarks>
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
    /// <exception cref="TimeoutException">The server did not answer; the connection is of no more use.</exception>
    public async Task ExecuteAsync(List<AdvisoryCommand> commands)
    {
        var answered = 0;
        try
        {
            await BoundedAsync(async () =>
            {
                var batch = new NpgsqlBatch(connection) { EnableErrorBarriers = commands.Count > 1 };
                await using var batchEnd = batch.ConfigureAwait(false);
                foreach (var command in commands)
                {
                    batch.BatchCommands.Add(command.ToBatchCommand());
                }

                var reader = await batch.ExecuteReaderAsync(_abort.Token).ConfigureAwait(false);
                await using var readerEnd = reader.ConfigureAwait(false);
                do
                {
                    var answer = await ReadAsync(reader).ConfigureAwait(false);
                    commands[answered++].SetAnswer(answer);
                }
                while (await reader.NextResultAsync(_abort.Token).ConfigureAwait(false));
            }).ConfigureAwait(false);
        }
        catch (NpgsqlException exception) when (IsStatementError(exception))
        {
            await RunSinglyAsync(commands.GetRange(answered, commands.Count - answered), exception).ConfigureAwait(false);
        }
    }

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
        // By this thread: a statement waits for it. The driver marks the read as over, and its end comes from the socket, by another thread.
        enough.Cancel();
        try
        {
            await reading.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // As asked to.
        }
    }

    // A statement's error leaves the connection open. One statement's error is its own, that of several comes wrapped.
    private bool IsStatementError(NpgsqlException exception) =>
        connection.State == System.Data.ConnectionState.Open && exception is PostgresException or { InnerException: AggregateException };

    /// <summary>
    /// The driver does not tell the outcome of the statements after one that failed: they are undone, and each is run again alone.
    /// </summary>
    private async Task RunSinglyAsync(List<AdvisoryCommand> commands, NpgsqlException exception)
    {
        await UndoAsync(commands).ConfigureAwait(false);
        if (commands.Count == 1)
        {
            commands[0].TrySetException(exception);
            return;
        }

        foreach (var command in commands)
        {
            try
            {
                await BoundedAsync(async () =>
                {
                    var batch = new NpgsqlBatch(connection) { BatchCommands = { (command.Instead ?? command).ToBatchCommand() } };
                    await using var batchEnd = batch.ConfigureAwait(false);
                    var reader = await batch.ExecuteReaderAsync(_abort.Token).ConfigureAwait(false);
                    await using var readerEnd = reader.ConfigureAwait(false);
                    command.SetAnswer(await ReadAsync(reader).ConfigureAwait(false));
                }).ConfigureAwait(false);
            }
            catch (PostgresException own) when (IsStatementError(own))
            {
                await UndoAsync([command]).ConfigureAwait(false);
                command.TrySetException(own);
            }
        }
    }

    private async Task UndoAsync(List<AdvisoryCommand> commands)
    {
        foreach (var isShared in new[] { false, true })
        {
            long[] keys = [.. commands.Where(command => command.Undo?.IsShared == isShared).SelectMany(command => command.Undo!.Keys)];
            if (keys.Length > 0)
            {
                await BoundedAsync(async () =>
                {
                    var command = new NpgsqlCommand(isShared ? AdvisorySql.UndoShared : AdvisorySql.Undo, connection)
                    {
                        Parameters = { new NpgsqlParameter<long[]> { TypedValue = keys } },
                    };
                    await using var commandEnd = command.ConfigureAwait(false);
                    await command.ExecuteNonQueryAsync(_abort.Token).ConfigureAwait(false);
                }).ConfigureAwait(false);
            }
        }
    }

    /// <summary>One round trip.</summary>
    private Task BoundedAsync(Func<Task> execute)
    {
        var execution = execute();
        _execution = execution;
        return execution.WaitAsync(AdvisorySession.AnswerTimeout);
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
