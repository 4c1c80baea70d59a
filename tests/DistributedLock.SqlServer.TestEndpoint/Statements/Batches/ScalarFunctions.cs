using DistributedLock.SqlServer.TestEndpoint.Sessions;

namespace DistributedLock.SqlServer.TestEndpoint.Statements.Batches;

/// <summary>The functions that the endpoint answers without a handler.</summary>
internal static class ScalarFunctions
{
    private const int NoLockTimeout = -1;

    /// <summary>A system variable, or null when it is unknown.</summary>
    public static BatchExpression? FindVariable(string name) => name.ToUpperInvariant() switch
    {
        "@@VERSION" => scope => $"Microsoft SQL Server (test endpoint) - {VersionOf(scope.Server)}",
        "@@SPID" => scope => (short)scope.Session.Id,
        "@@TRANCOUNT" => scope => scope.Session.TransactionCount,
        "@@LOCK_TIMEOUT" => _ => NoLockTimeout,
        _ => null,
    };

    /// <summary>A function, or null when it is unknown.</summary>
    public static BatchExpression? FindFunction(string name, IReadOnlyList<BatchExpression> arguments) =>
        (name.ToUpperInvariant(), arguments.Count) switch
    {
        ("SYSUTCDATETIME" or "GETUTCDATE", 0) => _ => DateTime.UtcNow,
        ("SYSDATETIMEOFFSET", 0) => _ => DateTimeOffset.UtcNow,
        ("DB_NAME", 0) => scope => scope.Session.Database,
        ("SUSER_SNAME" or "ORIGINAL_LOGIN", 0) => scope => scope.Session.UserId,
        ("SERVERPROPERTY", 1) => scope => PropertyOf(scope.Server, Text(arguments[0], scope)),
        ("DATABASEPROPERTYEX", 2) => scope => DatabasePropertyOf(scope.Server, Text(arguments[1], scope)),
        ("APPLOCK_MODE", 3) => scope => scope.Server.LockProcedures.ModeOf(
            scope.Session, Text(arguments[0], scope), Text(arguments[1], scope), Text(arguments[2], scope)),
        ("APPLOCK_TEST", 4) => scope => scope.Server.LockProcedures.Test(
            scope.Session, Text(arguments[0], scope), Text(arguments[1], scope), Text(arguments[2], scope), Text(arguments[3], scope)),
        _ => null,
    };

    private static string Text(BatchExpression argument, BatchScope scope) => argument(scope) as string ?? "";

    private static string VersionOf(ServerState server) => $"{server.Options.ServerVersion.ToString(3)}.0";

    private static object? PropertyOf(ServerState server, string property) => property.ToUpperInvariant() switch
    {
        "PRODUCTVERSION" => VersionOf(server),
        "PRODUCTMAJORVERSION" => $"{server.Options.ServerVersion.Major}",
        "EDITION" => "Developer Edition (64-bit)",
        "ENGINEEDITION" => 3,
        _ => null,
    };

    private static string? DatabasePropertyOf(ServerState server, string property) => property.ToUpperInvariant() switch
    {
        "UPDATEABILITY" => server.Conditions.DatabaseIsReadOnly ? "READ_ONLY" : "READ_WRITE",
        "STATUS" => "ONLINE",
        _ => null,
    };
}
