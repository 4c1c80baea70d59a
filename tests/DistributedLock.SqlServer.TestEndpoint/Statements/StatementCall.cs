using DistributedLock.SqlServer.TestEndpoint.Sessions;

namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>One statement of a client, as its handler gets it.</summary>
/// <param name="Session">The session it came from.</param>
/// <param name="Text">The text of a batch or the name of a procedure, as the client wrote it.</param>
/// <param name="Parameters">The parameters; a handler sets the values of those that go back.</param>
public sealed record StatementCall(EndpointSession Session, string Text, StatementParameters Parameters);
