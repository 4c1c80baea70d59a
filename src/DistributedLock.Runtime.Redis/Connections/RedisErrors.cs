using StackExchange.Redis;

namespace DistributedLock.Redis;

/// <summary>Says what a driver's exception means for the reader. The server's own words stay in the inner exception; passwords are in neither.</summary>
internal static class RedisErrors
{
    private const string WrongPassword = "the server refused the login: check user and password in the configuration";
    private const string TooOld = "the server is too old: expected Redis 5.0 or newer";
    private const string WrongType = "WRONGTYPE";
    private const string MissingRight =
        "the user may not do all that locks need: grant the commands, the keys ~dl:* and the channels &dl:* as docs/backends/redis.md lists them";

    // The beginnings of Redis' error replies; a script's reply carries them inside. Lasting = only a person can mend it.
    private static readonly (string Code, string Meaning, bool IsLasting)[] Replies =
    [
        ("WRONGPASS", WrongPassword, true),
        ("NOAUTH", WrongPassword, true),
        ("invalid password", WrongPassword, true),
        ("NOPERM", MissingRight, true),
        ("can't access at least one of the keys", MissingRight, true), // the forms in which a script's error carries it
        ("can't run this command", MissingRight, true),
        ("ACL failure in script", MissingRight, true),
        ("Write commands not allowed after", TooOld, true),
        ("nknown command", TooOld, true),
        ("Unknown Redis command", TooOld, true),
        (WrongType, "what is stored under the lock's name is none of this library's: remove it, or choose another KeyPrefix or database", true),
        ("READONLY", "the server is a read-only replica: expected the address of the master", false),
        ("OOM", "the server is out of memory (maxmemory) and takes no writes", false),
        ("MISCONF", "the server cannot write its snapshot to disk and takes no writes", false),
        ("NOREPLICAS", "the server has too few replicas (min-replicas-to-write) and takes no writes", false),
        ("LOADING", "the server is loading its data after a start", false),
        ("CLUSTERDOWN", "the cluster is down", false),
        ("MASTERDOWN", "the replica has lost its master", false),
        ("BUSY", "the server is busy with another script", false),
    ];

    public static bool IsUnknownScript(RedisServerException exception) => exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    /// <summary>Whether something is stored under the name that is of another type than ours.</summary>
    public static bool IsOfAnotherType(RedisServerException exception) => exception.Message.IndexOf(WrongType, StringComparison.Ordinal) >= 0;

    /// <summary>Whether the exception is the driver's, and not a bug or a cancellation.</summary>
    public static bool IsOfDriver(Exception exception) =>
        exception is RedisException or TimeoutException or RedisCommandException or ObjectDisposedException or AggregateException
        || exception.GetType().Namespace == typeof(RedisException).Namespace;

    public static LockBackendException Translate(string name, Exception exception)
    {
        if (exception is LockBackendException translated)
        {
            return translated;
        }

        foreach (var (code, meaning, isLasting) in Replies)
        {
            if (Contains(exception, inner => IsReply(inner, meaning) && inner.Message.IndexOf(code, StringComparison.Ordinal) >= 0))
            {
                return Create(meaning, isLasting);
            }
        }

        if (Contains(exception, IsAboutDatabase))
        {
            var number = name.Substring(name.LastIndexOf('/') + 1);
            return Create(
                $"the server has no database {number}: correct Database of the options, or defaultDatabase of the configuration (a cluster has only 0)", isLasting: true);
        }

        return Contains(exception, static inner => inner is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure })
            ? Create(WrongPassword, isLasting: true)
            : Create(Fallback(exception), isLasting: false);

        LockBackendException Create(string meaning, bool isLasting) => new($"{name}: {meaning}.", exception) { IsTransient = !isLasting };
    }

    /// <summary>What the driver's log of a connection attempt says about the login; <see langword="null"/> when it was not refused.</summary>
    public static LockBackendException? RefusedLogin(string name, string connectLog, LockBackendException failure) =>
        connectLog.IndexOf(nameof(ConnectionFailureType.AuthenticationFailure), StringComparison.Ordinal) < 0
            ? null
            : new LockBackendException($"{name}: {WrongPassword}.", failure.InnerException) { IsTransient = false };

    private static string Fallback(Exception exception) => exception switch
    {
        TimeoutException => "the server did not answer in time",
        RedisConnectionException => "no server that takes writes can be reached; check its address and port, and whether it is up (a read-only replica alone does not do)",
        ObjectDisposedException => "the connection was disposed",
        RedisServerException => "the server answered with an error",
        _ => "the request failed",
    };

    // The driver's words, which asks a server for the number of its databases and sends nothing to another one, and the server's own.
    private static bool IsAboutDatabase(Exception exception) =>
        (exception is RedisCommandException &&
            (exception.Message.IndexOf("database does not exist", StringComparison.Ordinal) >= 0
                || exception.Message.IndexOf("cannot switch to database", StringComparison.Ordinal) >= 0))
        || (exception is RedisServerException && exception.Message.IndexOf("DB index is out of range", StringComparison.Ordinal) >= 0);

    /// <summary>The driver's own messages name servers, which may be called anything; only a refused login is told by them alone.</summary>
    private static bool IsReply(Exception exception, string meaning) =>
        exception is RedisServerException || (meaning == WrongPassword && exception is RedisException);

    private static bool Contains(Exception? exception, Func<Exception, bool> condition)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (condition(exception))
            {
                return true;
            }

            if (exception is AggregateException several)
            {
                return several.InnerExceptions.Any(inner => Contains(inner, condition));
            }
        }

        return false;
    }
}
