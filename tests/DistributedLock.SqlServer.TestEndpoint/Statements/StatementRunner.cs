using DistributedLock.SqlServer.TestEndpoint.Sessions;
using DistributedLock.SqlServer.TestEndpoint.Statements.Batches;

namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>Finds who answers a statement: a test's handler first, then the few things the endpoint knows itself.</summary>
internal sealed class StatementRunner(ServerState server)
{
    private const string ExecuteSql = "sp_executesql";

    /// <summary>Runs what a driver sends as a procedure call: a procedure, or a batch with parameters.</summary>
    public Task<StatementAnswer> RunCallAsync(StatementCall call, CancellationToken cancellationToken)
    {
        var name = ProcedureName.Parse(call.Text);
        if (string.Equals(name.Name, ExecuteSql, StringComparison.OrdinalIgnoreCase))
        {
            // The first two parameters are the text and the declarations of those that follow.
            var text = call.Parameters[0].Value as string ?? "";
            var parameters = new StatementParameters([.. call.Parameters.Skip(2)]);
            return RunBatchAsync(call with { Text = text, Parameters = parameters }, cancellationToken);
        }

        server.Log.Add(call.Session.Id, StatementKind.Procedure, call.Text);
        return DelayedAsync(() => RunProcedureAsync(call, cancellationToken), cancellationToken);
    }

    /// <summary>Runs a batch of SQL.</summary>
    public Task<StatementAnswer> RunBatchAsync(StatementCall call, CancellationToken cancellationToken)
    {
        server.Log.Add(call.Session.Id, StatementKind.Batch, call.Text);
        return DelayedAsync(
            () => server.Registry.FindBatch(call.Text) is { } registered
                ? RunRegisteredAsync(registered, call, cancellationToken)
                : RunPlainBatchAsync(call, cancellationToken),
            cancellationToken);
    }

    /// <summary>Runs a procedure that was called by name, by the driver or by a batch.</summary>
    public Task<StatementAnswer> RunProcedureAsync(StatementCall call, CancellationToken cancellationToken)
    {
        var name = ProcedureName.Parse(call.Text);
        if (server.Conditions.IsDenied(name))
        {
            throw SqlServerErrors.PermissionDenied(name, call.Session.Database);
        }

        if (server.Registry.FindProcedure(name) is { } registered)
        {
            return RunRegisteredAsync(registered, call, cancellationToken);
        }

        return name.Name.ToUpperInvariant() switch
        {
            "SP_GETAPPLOCK" => server.LockProcedures.AcquireAsync(call, cancellationToken),
            "SP_RELEASEAPPLOCK" => server.LockProcedures.ReleaseAsync(call, cancellationToken),
            _ => throw SqlServerErrors.ProcedureNotFound(call.Text),
        };
    }

    private async Task<StatementAnswer> DelayedAsync(Func<Task<StatementAnswer>> run, CancellationToken cancellationToken)
    {
        await Task.Delay(server.Conditions.StatementDelay, cancellationToken).ConfigureAwait(false);
        return await run().ConfigureAwait(false);
    }

    private async Task<StatementAnswer> RunRegisteredAsync(
        RegisteredStatement registered,
        StatementCall call,
        CancellationToken cancellationToken)
    {
        if (registered.Writes && server.Conditions.DatabaseIsReadOnly)
        {
            throw SqlServerErrors.DatabaseIsReadOnly(call.Session.Database);
        }

        try
        {
            return await registered.Handler(call with { RunProcedure = RunProcedureAsync }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not SqlServerErrorException && !cancellationToken.IsCancellationRequested)
        {
            throw SqlServerErrors.HandlerFailed(call.Text, exception);
        }
    }

    private async Task<StatementAnswer> RunPlainBatchAsync(StatementCall call, CancellationToken cancellationToken)
    {
        var statements = new BatchParser(call.Text).Parse() ?? throw SqlServerErrors.NoAnswer(call.Text);
        var scope = new BatchScope(server, call, RunProcedureAsync);
        var answers = new List<StatementAnswer>();
        foreach (var statement in statements)
        {
            answers.Add(await statement(scope, cancellationToken).ConfigureAwait(false));
        }

        return new StatementAnswer
        {
            ResultSets = [.. answers.SelectMany(answer => answer.ResultSets)],
            Messages = [.. answers.SelectMany(answer => answer.Messages)],
            Errors = [.. answers.SelectMany(answer => answer.Errors)],
            RowsAffected = answers.Aggregate((long?)null, (sum, answer) => answer.RowsAffected is { } rows ? (sum ?? 0) + rows : sum),
        };
    }
}
