using System.Text.RegularExpressions;
using DistributedLock.SqlServer.TestEndpoint;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.Tests;

/// <summary>What the statements of lock sessions do, over the endpoint's own application locks.</summary>
internal sealed partial class ApplicationLockModel(SqlServerEndpoint endpoint, SequenceModel sequence)
{
    private const int NotFree = -1;

    public void Install()
    {
        endpoint.HandleBatch(Join(), (call, _) => Task.FromResult(IsHeldElsewhere(call, "@writers") ? NoToken(NotFree) : Token(-1)));
        endpoint.HandleBatch(Release(), async (call, cancellationToken) =>
        {
            var released = await call.ExecuteAsync(
                "sys.sp_releaseapplock", [("@Resource", call.Parameters.Get<string>("@lock")), ("@LockOwner", "Session")], cancellationToken);
            return new StatementAnswer
            {
                Errors = released.Errors,
                ResultSets = [ResultSet.OfRow(("", IsHeldElsewhere(call, "@waiters") ? 1L : 0L), ("", released.ReturnValue))],
            };
        });
        endpoint.HandleBatch(TakeLock(), async (call, cancellationToken) =>
        {
            var result = IsHeldElsewhere(call, "@writers")
                ? NotFree
                : await GetLockAsync(call, call.Parameters.Get<string>("@lock")!, call.Parameters.Get<string>("@mode")!, cancellationToken);
            return result >= 0 ? Token(-1) : NoToken(result);
        });
        endpoint.HandleBatch(TakeSlot(), async (call, cancellationToken) =>
        {
            var (prefix, suffix) = (call.Parameters.Get<string>("@prefix"), call.Parameters.Get<string>("@suffix"));
            foreach (var slot in call.Parameters.Get<string>("@slots")!.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                if (await GetLockAsync(call, prefix + slot + suffix, "Exclusive", cancellationToken) >= 0)
                {
                    return Token(int.Parse(slot, System.Globalization.CultureInfo.InvariantCulture));
                }
            }

            return NoToken(NotFree);
        });
    }

    private static async Task<int> GetLockAsync(StatementCall call, string name, string mode, CancellationToken cancellationToken) =>
        (await call.ExecuteAsync(
            "sys.sp_getapplock", [("@Resource", name), ("@LockMode", mode), ("@LockOwner", "Session"), ("@LockTimeout", 0)], cancellationToken)).ReturnValue;

    private static StatementAnswer NoToken(int result) => new()
    {
        ResultSets = [new ResultSet([new ResultColumn("", SqlType.BigInt), new ResultColumn("", SqlType.Int)], [[null, result]])],
    };

    private StatementAnswer Token(int detail) => StatementAnswer.Row(("", sequence.Next()), ("", detail));

    // APPLOCK_TEST(..., 'Exclusive', ...) = 0: what another session holds, in whatever mode.
    private bool IsHeldElsewhere(StatementCall call, string parameter) => call.Parameters.Get<string>(parameter) is { } name
        && endpoint.HeldLocks.Any(held => held.Resource.Name == name && held.SessionId != call.Session.Id);

    // The handler that was put in last is asked first: the general pattern comes first here.
    [GeneratedRegex("NEXT VALUE FOR")]
    private static partial Regex Join();

    [GeneratedRegex("sp_releaseapplock.*APPLOCK_TEST", RegexOptions.Singleline)]
    private static partial Regex Release();

    [GeneratedRegex("@Resource = @lock, @LockMode = @mode.*NEXT VALUE FOR", RegexOptions.Singleline)]
    private static partial Regex TakeLock();

    [GeneratedRegex("CHARINDEX.*sp_getapplock.*NEXT VALUE FOR", RegexOptions.Singleline)]
    private static partial Regex TakeSlot();
}
