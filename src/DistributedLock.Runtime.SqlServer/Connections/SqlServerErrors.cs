using System.Net.Sockets;
using DistributedLock.Sessions;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer;

/// <summary>What the exceptions of the driver mean for a lock.</summary>
/// <remarks>Numbers: https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors</remarks>
internal static class SqlServerErrors
{
    public const int NotHeld = 1223;
    public const int DeadlockVictim = 1205;
    public const int ObjectExists = 2714;
    public const int ProcedureMissing = 2812;
    public const int ObjectMissing = 208;
    private const int DriverTimeout = -2;
    private const byte EndsSession = 20;

    /// <summary>Whether an exception is the server's, the driver's or the network's, and no bug of ours.</summary>
    public static bool IsExpected(Exception exception) => exception
        is SqlException or SessionEndedException or TimeoutException or IOException or SocketException
        or InvalidOperationException { Source: "Microsoft.Data.SqlClient" }; // a pool without a free connection

    /// <summary>
    /// Whether a call ended because its caller cancelled it. The driver says so by a cancellation, also of tokens of its own, by an error of the server, or, when the token fires
    /// while the request is being written, by an <see cref="InvalidOperationException"/>.
    /// </summary>
    public static bool IsCancellation(Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested && (exception is OperationCanceledException || IsExpected(exception));

    /// <summary>Whether the statement failed, but the connection is whole.</summary>
    public static bool IsStatementError(Exception exception, SqlConnection connection) =>
        exception is SqlException { Class: < EndsSession, Number: not DriverTimeout } && connection.State == System.Data.ConnectionState.Open;

    /// <summary>The exception for the user: what is wrong with which server, and what to do.</summary>
    /// <param name="exception">What came.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="action">What was tried, as in "cannot {action}".</param>
    public static LockBackendException Explain(Exception exception, string provider, string action)
    {
        var (problem, advice, isTransient) = exception switch
        {
            SqlException server => Explain(server),
            SessionEndedException { IsTimeout: true } or TimeoutException => (
                "the server did not answer in time", "Look whether it is overloaded, and whether the network is whole.", true),
            SessionEndedException { InnerException: SqlException server } => Explain(server),
            SessionEndedException => (
                "the connection ended", "The server was stopped, or it or the network cut the connection.", true),
            InvalidOperationException => (
                "no connection is free in the driver's pool", "Raise Max Pool Size in the connection string, or look for a server that is too slow.", true),
            _ => ("the driver reports an error", "See the inner exception.", true),
        };
        return new LockBackendException($"Cannot {action} for the locks in '{provider}': {problem}. {advice}", exception) { IsTransient = isTransient };
    }

    /// <summary>For what only a person can mend.</summary>
    public static LockBackendException Permanent(string message, Exception? reason = null) => new(message, reason) { IsTransient = false };

    private static (string Problem, string Advice, bool IsTransient) Explain(SqlException server) => server.Number switch
    {
        18456 or 18452 or 18470 or 18486 or 18487 or 18488 => (
            "the server refused the user or the password", "Correct User ID and Password of the connection string, or the login on the server.", false),
        4060 or 4064 or 911 => (
            "the database does not exist, or the user may not open it", "Correct Database of the connection string, or create it and a user in it.", false),
        916 => ("the login has no user in the database", "Create one: CREATE USER ... FOR LOGIN ...", false),
        229 or 230 or 262 or 300 or 15151 or 15247 => (
            $"a right is missing ({server.Message})", "Grant it: docs/backends/sqlserver.md has the script.", false),
        2760 => ($"the schema does not exist, or the user may not use it ({server.Message})", "Correct Schema of the options, or create it.", false),
        ObjectMissing or ProcedureMissing or 201 or 8144 or 8145 => (
            $"an object is missing or of another version ({server.Message})",
            "Run the script of docs/backends/sqlserver.md, and correct Schema of the options.",
            false),
        3906 => (
            "the database is read-only", "Locks need a database that can be written, on the primary: correct Server, or ApplicationIntent, or the database.", false),
        976 or 978 or 983 => ("the server is a secondary replica", "Connect to the primary or to the availability group's listener.", true),
        10928 or 10929 or 10936 or 40501 or 17809 => ("the server has no free session", "Look for its limits, or use fewer connections.", true),
        40613 or 40197 or 49918 or 49919 or 49920 or 6005 or 6006 or 17142 or 18401 => ("the server is starting or stopping", "Try again when it is ready.", true),
        1204 => ("the server has no memory left for locks", "Hold fewer locks at a time, or raise max server memory.", true),
        DeadlockVictim => ("the server chose the statement as a deadlock's victim", "It left nothing behind. Try again.", true),
        DriverTimeout or 258 => ("the server did not answer in time", "Look whether it is overloaded, and whether the network is whole.", true),
        53 or 40 or 2 or 11001 or 10060 or 10061 or 1225 or 26 or 11 or 0 when server.Class >= EndsSession => (
            "the server cannot be reached", "Look whether it runs, and whether Server and its port are right.", true),
        _ when server.Class >= EndsSession => ("the connection ended", "The server or the network cut it, or an administrator ended the session.", true),
        _ => ($"the server reports an error ({server.Number}: {server.Message})", "See the inner exception.", true),
    };
}
