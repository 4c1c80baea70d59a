using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>One statement on its way through a lock session, and its answer.</summary>
internal sealed class AdvisoryCommand(string sql, AdvisoryUndo? undo) : TaskCompletionSource<AdvisoryAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private const int Queued = 0;
    private const int Sent = 1;
    private const int Withdrawn = 2;

    private int _state;

    /// <summary>What <c>$1</c> stands for.</summary>
    public long? First { get; init; }

    /// <summary>What <c>$2</c> stands for.</summary>
    public long? Second { get; init; }

    /// <summary>What <c>$1</c> stands for where it is an array.</summary>
    public long[]? Slots { get; init; }

    /// <summary>Whether the statement only asks for a sign of life.</summary>
    public bool IsPing { get; init; }

    /// <summary>Whether it gives back what a try took whose caller had gone.</summary>
    public bool IsGiveBack { get; init; }

    public AdvisoryUndo? Undo { get; } = undo;

    /// <summary>What to run after it was undone; <see langword="null"/> for itself.</summary>
    public AdvisoryCommand? Instead { get; init; }

    /// <summary>Receives an answer that came after its caller had gone.</summary>
    public Action<AdvisoryAnswer>? OnLateAnswer { get; init; }

    /// <summary>From now on its outcome has to be waited for.</summary>
    /// <returns><see langword="false"/> when it was withdrawn.</returns>
    public bool TrySend() => Interlocked.CompareExchange(ref _state, Sent, Queued) == Queued;

    /// <summary>Takes it back, if it is not sent yet. If it is, its caller waits for the answer of a healthy server only.</summary>
    public void Withdraw(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Queued) == Queued)
        {
            TrySetCanceled(cancellationToken);
            return;
        }

        AnswerPatience.Observe(GiveUpAsync());

        async Task GiveUpAsync()
        {
            await ((Task)Task).WaitAsync(AnswerPatience.Limit, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            TrySetCanceled(cancellationToken);
        }
    }

    /// <summary>The answer is there.</summary>
    public void SetAnswer(AdvisoryAnswer answer)
    {
        if (!TrySetResult(answer))
        {
            OnLateAnswer?.Invoke(answer);
        }
    }

    public NpgsqlBatchCommand ToBatchCommand()
    {
        var command = new NpgsqlBatchCommand(sql);
        if (Slots is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = Slots });
        }

        if (First is { } first)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = first });
        }

        if (Second is { } second)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = second });
        }

        return command;
    }
}
