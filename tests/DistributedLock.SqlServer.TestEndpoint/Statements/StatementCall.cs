using DistributedLock.SqlServer.TestEndpoint.Sessions;

namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>One statement of a client, as its handler gets it.</summary>
/// <param name="Session">The session it came from.</param>
/// <param name="Text">The text of a batch or the name of a procedure, as the client wrote it.</param>
/// <param name="Parameters">The parameters; a handler sets the values of those that go back.</param>
public sealed record StatementCall(EndpointSession Session, string Text, StatementParameters Parameters)
{
    internal Func<StatementCall, CancellationToken, Task<StatementAnswer>>? RunProcedure { get; init; }

    /// <summary>Calls a procedure in the session of this call, as a batch does with <c>EXEC</c>: one of the endpoint's own, or of another handler.</summary>
    /// <param name="procedure">Its name.</param>
    /// <param name="parameters">Names, with at signs, and values.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<StatementAnswer> ExecuteAsync(
        string procedure, IReadOnlyList<(string Name, object? Value)> parameters, CancellationToken cancellationToken) =>
        RunProcedure!(
            this with
            {
                Text = procedure,
                Parameters = new StatementParameters(
                    [.. parameters.Select(parameter => new StatementParameter(parameter.Name, SqlType.Of(parameter.Value), parameter.Value, isOutput: false))]),
            },
            cancellationToken);
}
