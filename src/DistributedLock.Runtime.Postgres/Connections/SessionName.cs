using System.Globalization;
using System.Reflection;

namespace DistributedLock.Postgres;

/// <summary>
/// What lock sessions are called on the server (<c>application_name</c>) where the connection string does not say: so that who looks at its locks finds the process they belong to.
/// </summary>
internal static class SessionName
{
    private const string Prefix = "DistributedLock";

    /// <summary><c>DistributedLock 1234 Shop.Worker</c>. The server cuts it at 63 bytes.</summary>
    public static string Of(PostgresLockOptions options)
    {
        var application = options.ApplicationName ?? Assembly.GetEntryAssembly()?.GetName().Name;
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix} {Environment.ProcessId} {application}").TrimEnd();
    }

    /// <summary>A holder in one word.</summary>
    public static string ProcessOf(LockInfo held) =>
        $"{held.Application ?? "unknown application"}, {held.Host ?? "unknown host"}, {held.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "unknown id"}";

    /// <summary>Adds what such a name tells.</summary>
    public static LockInfo Read(string? name, LockInfo info)
    {
        var parts = name?.Split(' ', 3) ?? [];
        return parts.Length >= 2 && parts[0] == Prefix && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? info with { ProcessId = id, Application = parts.Length == 3 ? parts[2] : null }
            : info with { Application = string.IsNullOrEmpty(name) ? null : name };
    }
}
