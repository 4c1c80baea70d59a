namespace DistributedLock.Tool.Backends;

/// <summary>
/// The environment variables that name a backend: everybody on a machine can read the command lines of its processes, and a connection string has a password.
/// </summary>
internal static class BackendVariables
{
    public const string Redis = "DISTLOCK_REDIS";
    public const string Postgres = "DISTLOCK_POSTGRES";
    public const string PostgresListen = "DISTLOCK_POSTGRES_LISTEN";
    public const string SqlServer = "DISTLOCK_SQLSERVER";
    public const string Directory = "DISTLOCK_DIRECTORY";

    public static IReadOnlyList<string> All { get; } = [Redis, Postgres, PostgresListen, SqlServer, Directory];
}
