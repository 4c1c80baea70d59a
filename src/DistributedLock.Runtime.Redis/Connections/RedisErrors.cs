using StackExchange.Redis;

namespace DistributedLock.Redis;

/// <summary>Says what a driver's exception means for the reader. The server's own words stay in the inner exception; passwords are in neither.</summary>
internal static class RedisErrors
{
    // The beginnings of Redis' error replies; a script's reply carries them inside.
    private static readonly (string Code, string Meaning)[] Replies =
    [
        ("WRONGPASS", WrongPassword),
        ("NOAUTH", WrongPassword),
        ("invalid password", WrongPassword),
        ("NOPERM", "the user may not do what locks need: grant +@scripting +@read +@write +@connection +publish +subscribe +unsubscribe +time on ~dl:* and &dl:*"),
        ("READONLY", "the server is a read-only replica: expected the address of the master"),
        ("OOM", "the server is out of memory (maxmemory) and takes no writes"),
        ("MISCONF", "the server cannot write its snapshot to disk and takes no writes"),
        ("NOREPLICAS", "the server has too few replicas (min-replicas-to-write) and takes no writes"),
        ("LOADING", "the server is loading its data after a start"),
        ("CLUSTERDOWN", "the cluster is down"),
        ("MASTERDOWN", "the replica has lost its master"),
        ("BUSY", "the server is busy with another script"),
        ("Write commands not allowed after", TooOld),
        ("ERR unknown command", TooOld),
        ("Unknown Redis command", TooOld),
    ];

    private const string WrongPassword = "the server refused the login: check user and password in the configuration";
    private const string TooOld = "the server is too old: expected Redis 5.0 or newer";

    public static bool IsUnknownScript(RedisServerException exception) => exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    /// <summary>Whether to try again later is of no use: what is wrong is in the configuration or on the server, not on the way to it.</summary>
    public static bool IsLasting(Exception exception) =>
        MeaningOf(exception) is { } meaning && (meaning == WrongPassword || meaning == TooOld || Find(exception, "NOPERM"));

    /// <summary>Whether the exception is the driver's, and not a bug or a cancellation.</summary>
    public static bool IsOfDriver(Exception exception) =>
        exception is RedisException or TimeoutException or RedisCommandException or ObjectDisposedException or AggregateException
        || exception.GetType().Namespace == typeof(RedisException).Namespace;

    public static LockBackendException Translate(string name, Exception exception) =>
        exception as LockBackendException ?? new LockBackendException($"{name}: {MeaningOf(exception) ?? Fallback(exception)}.", exception);

    private static string? MeaningOf(Exception exception)
    {
        foreach (var (code, meaning) in Replies)
        {
            if (Find(exception, code))
            {
                return meaning;
            }
        }

        return IsAuthenticationFailure(exception) ? WrongPassword : null;
    }

    private static string Fallback(Exception exception) => exception switch
    {
        TimeoutException => "the server did not answer in time",
        RedisConnectionException => "no server that takes writes can be reached (a read-only replica alone does not do)",
        ObjectDisposedException => "the connection was disposed",
        RedisServerException => "the server answered with an error",
        _ => "the request failed",
    };

    private static bool Find(Exception? exception, string code)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is AggregateException several)
            {
                return several.InnerExceptions.Any(inner => Find(inner, code));
            }

            if (exception.Message.IndexOf(code, StringComparison.Ordinal) >= 0 && exception is RedisException)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAuthenticationFailure(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is AggregateException several)
            {
                return several.InnerExceptions.Any(IsAuthenticationFailure);
            }

            if (exception is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure })
            {
                return true;
            }
        }

        return false;
    }
}
