using System.Net.Sockets;
using System.Security.Authentication;
using DistributedLock.Sessions;
using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>What the exceptions of the driver mean for a lock.</summary>
internal static class PostgresErrors
{
    /// <summary>The page with the script of what to grant, which is not in the package.</summary>
    public const string Page = "https://github.com/distributedlock-generators/DistributedLock.Generators/blob/main/docs/backends/postgres.md";

    private const string PoolExhausted = "connection pool has been exhausted";
    private const string LockTableFull = "out of shared memory";

    /// <summary>Whether an exception is the server's or the network's, and no bug of ours.</summary>
    public static bool IsExpected(Exception exception) => exception
        is NpgsqlException or TimeoutException or IOException or SocketException or SessionEndedException or AggregateException or AuthenticationException;

    /// <summary>Whether a statement was undone because of others, and is to be run again.</summary>
    public static bool IsConflict(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>Whether an open connection turned out to be none any more.</summary>
    public static bool IsCut(NpgsqlException exception) => exception is PostgresException server
        ? server.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
        : exception.InnerException is IOException and not { InnerException: TimeoutException } or SocketException;

    /// <summary>The exception for the user: what is wrong with which server, and what to do.</summary>
    /// <param name="exception">What came.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="action">What was tried, as in "cannot {action}".</param>
    public static LockBackendException Explain(Exception exception, string provider, string action)
    {
        var (problem, advice) = exception switch
        {
            PostgresException server => Explain(server),
            NpgsqlException { Message: var message } when message.Contains(PoolExhausted, StringComparison.Ordinal) => (
                "the connection pool is exhausted", "Raise Maximum Pool Size of the connection string, or use fewer connections at a time."),
            SessionEndedException { IsTimeout: true } or TimeoutException or { InnerException: TimeoutException } => (
                "the server did not answer in time", "Look whether Host and Port are right, whether it is overloaded, and whether the network is whole."),
            SessionEndedException { InnerException: PostgresException server } => Explain(server),
            SessionEndedException => ("the connection ended", "The server was stopped, or it or the network cut the connection: see the inner exception."),
            NpgsqlException cut when IsCut(cut) && cut.InnerException is IOException => (
                "the connection was cut", "The server was stopped, or it or the network cut the connection: see the inner exception."),
            { InnerException: SocketException } or SocketException => (
                "the server cannot be reached", "Look whether it runs, and whether Host and Port are right."),
            _ => ("the driver reports an error", "See the inner exception."),
        };
        return new LockBackendException($"Cannot {action} for the locks in '{provider}': {problem}. {advice}", exception) { IsTransient = IsTransient(exception) };
    }

    private static bool IsTransient(Exception exception) => (exception as PostgresException ?? exception.InnerException as PostgresException)?.SqlState
        is not (PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName
            or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedTable
            or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName);

    private static (string Problem, string Advice) Explain(PostgresException server) => server.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => (
            "the server refused the user or the password", "Correct Username and Password of the connection string, or the server's pg_hba.conf."),
        PostgresErrorCodes.InvalidCatalogName => ("the database does not exist", "Correct Database of the connection string, or create it."),
        PostgresErrorCodes.TooManyConnections => (
            "the server has no free connection", "Raise max_connections of the server, or the user's connection limit, or use fewer connections."),
        PostgresErrorCodes.CannotConnectNow => ("the server starts or stops", "Try again when it is ready."),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => (
            "the server ended the connection", "It was stopped, or an administrator ended the session. Try again."),
        PostgresErrorCodes.ReadOnlySqlTransaction => (
            "the server is read-only", "Locks need the primary, and default_transaction_read_only = off: correct Host, or the setting."),
        PostgresErrorCodes.InsufficientPrivilege => (
            $"a right is missing ({server.MessageText})", $"Grant it: {Page} has the script."),
        PostgresErrorCodes.OutOfMemory when server.MessageText.Contains(LockTableFull, StringComparison.Ordinal) => (
            "the server's lock table is full", "Raise max_locks_per_transaction of the server, or hold fewer locks at a time."),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName => (
            $"an object is missing ({server.MessageText})", $"Run the script of {Page}, and correct Schema of the options."),
        _ => ($"the server reports an error ({server.SqlState}: {server.MessageText})", "See the inner exception."),
    };
}
