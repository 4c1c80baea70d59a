using System.Globalization;
using DistributedLock.SqlServer.TestEndpoint.Sessions;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;

/// <summary>The system procedures and functions of application locks.</summary>
internal sealed class ApplicationLockProcedures(ApplicationLockTable locks, bool raisesErrorForDeadlockVictim)
{
    private const string Acquire = "sp_getapplock";
    private const string Release = "sp_releaseapplock";
    private const string DefaultPrincipal = "public";
    private const int LongestName = 255;

    public async Task<StatementAnswer> AcquireAsync(StatementCall call, CancellationToken cancellationToken)
    {
        var name = Text(call, "@Resource", 0);
        var modeName = Text(call, "@LockMode", 1);
        var ownerName = Text(call, "@LockOwner", 2);
        var timeout = call.Parameters.Find("@LockTimeout", 3)?.Value is { } value ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : -1;
        var principal = Text(call, "@DbPrincipal", 4);

        if (string.IsNullOrEmpty(name))
        {
            return Invalid(SqlServerErrors.InvalidLockArgument(1224, "resource", Acquire));
        }

        if (ApplicationLockModes.Parse(modeName) is not { } mode)
        {
            return Invalid(SqlServerErrors.InvalidLockArgument(1225, "mode", Acquire));
        }

        if (timeout < -1)
        {
            return Invalid(SqlServerErrors.InvalidLockArgument(1227, "time-out", Acquire));
        }

        if (OwnerOf(call.Session, ownerName, Acquire, out var owner) is { } error)
        {
            return Invalid(error);
        }

        // -1 milliseconds is also how .NET says "without an end".
        var outcome = await locks.AcquireAsync(
            ResourceOf(call.Session, principal, name), owner, mode, TimeSpan.FromMilliseconds(timeout), cancellationToken).ConfigureAwait(false);
        return outcome == ApplicationLockOutcome.DeadlockVictim && raisesErrorForDeadlockVictim
            ? new StatementAnswer { ReturnValue = (int)outcome, Errors = [SqlServerErrors.DeadlockVictim(call.Session.Id)] }
            : StatementAnswer.Returning((int)outcome);
    }

    public Task<StatementAnswer> ReleaseAsync(StatementCall call, CancellationToken cancellationToken)
    {
        var name = Text(call, "@Resource", 0) ?? "";
        var ownerName = Text(call, "@LockOwner", 1);
        var principal = Text(call, "@DbPrincipal", 2);

        if (OwnerOf(call.Session, ownerName, Release, out var owner) is { } error)
        {
            return Task.FromResult(Invalid(error));
        }

        return Task.FromResult(locks.Release(ResourceOf(call.Session, principal, name), owner)
            ? StatementAnswer.Returning(0)
            : Invalid(SqlServerErrors.NotHeld(principal ?? DefaultPrincipal, name)));
    }

    /// <summary>The name of the mode that a session or its transaction holds.</summary>
    public string ModeOf(EndpointSession session, string principal, string name, string owner) =>
        OwnerOf(session, owner, "APPLOCK_MODE", out var holder) is { } error
            ? throw error
            : locks.ModeOf(ResourceOf(session, principal, name), holder).ToString();

    /// <summary>1 when the lock would be granted at once, else 0.</summary>
    public short Test(EndpointSession session, string principal, string name, string mode, string owner)
    {
        if (OwnerOf(session, owner, "APPLOCK_TEST", out var holder) is { } error)
        {
            throw error;
        }

        var wanted = ApplicationLockModes.Parse(mode) ?? throw SqlServerErrors.InvalidLockArgument(1225, "mode", "APPLOCK_TEST");
        return (short)(locks.CanBeAcquired(ResourceOf(session, principal, name), holder, wanted) ? 1 : 0);
    }

    private static string? Text(StatementCall call, string parameter, int place) => call.Parameters.Find(parameter, place)?.Value as string;

    private static StatementAnswer Invalid(SqlServerErrorException error) =>
        new() { ReturnValue = (int)ApplicationLockOutcome.InvalidCall, Errors = [error] };

    private static ApplicationLockResource ResourceOf(EndpointSession session, string? principal, string name) =>
        new(session.Database, principal ?? DefaultPrincipal, name.Length > LongestName ? name[..LongestName] : name);

    private static SqlServerErrorException? OwnerOf(EndpointSession session, string? name, string procedure, out ApplicationLockOwner owner)
    {
        owner = new ApplicationLockOwner(session.Id, null);
        switch (name?.ToUpperInvariant())
        {
            case "SESSION":
                return null;
            case null or "TRANSACTION" when session.Transaction.Descriptor is { } descriptor:
                owner = new ApplicationLockOwner(session.Id, descriptor);
                return null;
            case null or "TRANSACTION":
                return SqlServerErrors.NeedsTransaction(procedure);
            default:
                return SqlServerErrors.InvalidLockArgument(1226, "owner", procedure);
        }
    }
}
