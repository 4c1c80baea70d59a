namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>Errors with the numbers, classes and texts of a server.</summary>
internal static class SqlServerErrors
{
    public static SqlServerErrorException LoginFailed(string user) => new(18456, $"Login failed for user '{user}'.", 14, 1);

    public static SqlServerErrorException CannotOpenDatabase(string database) =>
        new(4060, $"Cannot open database \"{database}\" requested by the login. The login failed.", 11, 1);

    public static SqlServerErrorException ProcedureNotFound(string name) =>
        new(2812, $"Could not find stored procedure '{name}'.", 16, 62);

    public static SqlServerErrorException NoAnswer(string statement) =>
        new(50000, $"The test endpoint has no answer for the statement: {statement}");

    public static SqlServerErrorException HandlerFailed(string statement, Exception exception) =>
        new(50000, $"The test endpoint failed at the statement '{statement}': {exception}");

    public static SqlServerErrorException DatabaseIsReadOnly(string database) =>
        new(3906, $"Failed to update database \"{database}\" because the database is read-only.", 16, 1);

    public static SqlServerErrorException PermissionDenied(ProcedureName procedure, string database) => new(
        229,
        $"The EXECUTE permission was denied on the object '{procedure.Name}', database '{database}', schema '{procedure.Schema}'.",
        14,
        5,
        procedure.Name);

    public static SqlServerErrorException DeadlockVictim(int sessionId) => new(
        1205,
        $"Transaction (Process ID {sessionId}) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. "
            + "Rerun the transaction.",
        13,
        51);

    public static SqlServerErrorException NotHeld(string principal, string resource) => new(
        1223,
        $"Cannot release the application lock (Database Principal: '{principal}', Resource: '{resource}') because it is not currently held.",
        procedure: "xp_userlock");

    public static SqlServerErrorException InvalidLockArgument(int number, string what, string procedure) =>
        new(number, $"An invalid application lock {what} was passed to {procedure}.", procedure: procedure);

    public static SqlServerErrorException NeedsTransaction(string procedure) =>
        new(3918, "The statement or function must be executed in the context of a user transaction.", procedure: procedure);

    public static SqlServerErrorException NothingToCommit() =>
        new(3902, "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.");

    public static SqlServerErrorException NothingToRollBack() =>
        new(3903, "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.");

    public static SqlServerErrorException UnknownDatabase(string name) =>
        new(911, $"Database '{name}' does not exist. Make sure that the name is entered correctly.");

    public static SqlServerErrorException UnknownVariable(string name) => new(137, $"Must declare the scalar variable \"{name}\".", 15, 2);
}
