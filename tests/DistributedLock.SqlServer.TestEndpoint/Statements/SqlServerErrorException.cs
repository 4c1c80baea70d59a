namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>An error that the client gets: a handler throws it.</summary>
/// <param name="number">The server's number.</param>
/// <param name="message">The server's text.</param>
/// <param name="severity">0 to 25; from 20 on the connection is closed.</param>
/// <param name="state">The server's state.</param>
/// <param name="procedure">In which procedure it came up.</param>
public sealed class SqlServerErrorException(int number, string message, byte severity = 16, byte state = 1, string procedure = "")
    : Exception(message)
{
    /// <summary>The server's number.</summary>
    public int Number => number;

    /// <summary>0 to 25; from 20 on the connection is closed.</summary>
    public byte Class => severity;

    /// <summary>The server's state.</summary>
    public byte State => state;

    /// <summary>In which procedure it came up.</summary>
    public string Procedure => procedure;
}
