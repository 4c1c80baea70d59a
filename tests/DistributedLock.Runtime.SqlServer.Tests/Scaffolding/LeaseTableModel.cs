using System.Text.Json;
using System.Text.RegularExpressions;
using DistributedLock.SqlServer.TestEndpoint;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.Tests;

/// <summary>What the procedures of <c>LeaseTable.sql</c> do, line by line, over a list in memory.</summary>
internal sealed partial class LeaseTableModel(SequenceModel sequence)
{
    private readonly Lock _gate = new();
    private readonly List<Lease> _leases = [];
    private readonly List<(string Name, string Waiter, DateTime ExpiresAt)> _writers = [];

    public bool IsCreated { get; set; } = true;

    public bool MayCreate { get; set; } = true;

    public int Version { get; set; } = 1;

    /// <summary>How many of the next calls of Acquire are chosen as a deadlock's victim.</summary>
    public int Deadlocks { get; set; }

    /// <summary>The server's clock.</summary>
    public TimeSpan ClockOffset { get; set; }

    public int LeaseCount
    {
        get
        {
            lock (_gate)
            {
                return _leases.Count(lease => lease.ExpiresAt > Now);
            }
        }
    }

    public int WriterCount
    {
        get
        {
            lock (_gate)
            {
                return _writers.Count(writer => writer.ExpiresAt > Now);
            }
        }
    }

    private DateTime Now => DateTime.UtcNow + ClockOffset;

    /// <summary>What an administrator does to rows.</summary>
    public void Delete(LockResource resource)
    {
        lock (_gate)
        {
            _leases.RemoveAll(lease => lease.IsOf(LeaseNames.Fit(resource.Key), resource.IsSemaphore));
        }
    }

    public void Install(SqlServerEndpoint endpoint)
    {
        endpoint.HandleBatch(Creation(), (_, _) =>
        {
            if (!MayCreate)
            {
                throw new SqlServerErrorException(262, "CREATE TABLE permission denied in database 'Locks'.", 14, 1);
            }

            (IsCreated, Version) = (true, 1);
            return Task.FromResult(StatementAnswer.Empty);
        });
        Handle(endpoint, "Version", _ => StatementAnswer.Returning(Version), writes: false);
        Handle(endpoint, "Acquire", Acquire);
        Handle(endpoint, "Renew", Renew);
        Handle(endpoint, "Release", Release);
        Handle(endpoint, "Withdraw", Withdraw);
        Handle(endpoint, "List", List, writes: false);
    }

    private void Handle(SqlServerEndpoint endpoint, string procedure, Func<StatementParameters, StatementAnswer> answer, bool writes = true)
    {
        var name = "dbo.DistributedLock_" + procedure;
        endpoint.HandleProcedure(name, (call, _) =>
        {
            if (!IsCreated)
            {
                throw new SqlServerErrorException(2812, $"Could not find stored procedure '{name}'.", 16, 62);
            }

            lock (_gate)
            {
                return Task.FromResult(answer(call.Parameters));
            }
        }, writes);
    }

    private StatementAnswer Acquire(StatementParameters parameters)
    {
        if (Deadlocks > 0)
        {
            Deadlocks--;
            throw new SqlServerErrorException(1205, "Transaction was deadlocked on lock resources with another process and has been chosen as the deadlock victim.", 13, 51);
        }

        var now = Now;
        var (name, isSemaphore, isShared) = (parameters.Get<string>("@Name")!, parameters.Get<bool>("@IsSemaphore"), parameters.Get<bool>("@IsShared"));
        var waiter = parameters.Get<string>("@Waiter");
        _leases.RemoveAll(lease => lease.IsOf(name, isSemaphore) && lease.ExpiresAt <= now);
        DateTime[] ends = [.. _leases.Where(lease => lease.IsOf(name, isSemaphore) && (isSemaphore || !isShared || !lease.IsShared)).Select(lease => lease.ExpiresAt)];
        if (isShared && ends.Length == 0)
        {
            ends = [.. _writers.Where(writer => writer.Name == name && writer.ExpiresAt > now).Select(writer => writer.ExpiresAt)];
        }

        if (ends.Length >= parameters.Get<int>("@Permits"))
        {
            if (waiter is not null && !isShared && !isSemaphore)
            {
                _writers.RemoveAll(writer => writer.Name == name && writer.Waiter == waiter);
                _writers.Add((name, waiter, now + TimeSpan.FromMilliseconds(parameters.Get<int>("@WaiterMs"))));
            }

            parameters["@RetryAfterMs"].Value = (long)(ends.Min() - now).TotalMilliseconds;
            return StatementAnswer.Returning(0);
        }

        _writers.RemoveAll(writer => writer.Name == name && writer.Waiter == waiter);
        var token = sequence.Next();
        parameters["@Token"].Value = token;
        _leases.Add(new Lease(
            name,
            isSemaphore,
            parameters.Get<string>("@Owner")!,
            isShared,
            parameters.Get<int>("@Permits"),
            token,
            now,
            parameters.Get<string>("@LockKey")!,
            parameters.Get<string>("@Metadata")!) { ExpiresAt = now + TimeSpan.FromMilliseconds(parameters.Get<long>("@LeaseMs")) });
        return StatementAnswer.Returning(1);
    }

    private StatementAnswer Renew(StatementParameters parameters)
    {
        var now = Now;
        var renewed = new List<object?[]>();
        using var renewals = JsonDocument.Parse(parameters.Get<string>("@Renewals")!);
        foreach (var renewal in renewals.RootElement.EnumerateArray())
        {
            if (_leases.Find(lease => lease.Owner == renewal.GetProperty("o").GetString() && lease.ExpiresAt > now) is { } lease)
            {
                lease.ExpiresAt = now + TimeSpan.FromMilliseconds(renewal.GetProperty("ms").GetInt64());
                renewed.Add([lease.Owner]);
            }
        }

        return new StatementAnswer { ResultSets = [new ResultSet([new ResultColumn("Owner", SqlType.NVarChar(32))], renewed)] };
    }

    private StatementAnswer Release(StatementParameters parameters)
    {
        var now = Now;
        var keepFor = parameters.Get<long>("@KeepForMs");
        var lease = _leases.Find(lease => lease.IsOf(parameters.Get<string>("@Name")!, parameters.Get<bool>("@IsSemaphore"))
            && lease.Owner == parameters.Get<string>("@Owner") && lease.ExpiresAt > now);
        if (lease is not null && keepFor > 0)
        {
            lease.ExpiresAt = now + TimeSpan.FromMilliseconds(keepFor);
        }
        else if (lease is not null)
        {
            _leases.Remove(lease);
        }

        return StatementAnswer.Returning(lease is null ? 0 : 1);
    }

    private StatementAnswer Withdraw(StatementParameters parameters)
    {
        _writers.RemoveAll(writer => writer.Name == parameters.Get<string>("@Name") && writer.Waiter == parameters.Get<string>("@Waiter"));
        return StatementAnswer.Empty;
    }

    private StatementAnswer List(StatementParameters parameters)
    {
        var now = Now;
        var name = parameters.Get<string>("@Name");
        var found = _leases.Where(lease => lease.ExpiresAt > now
            && (name is null || lease.IsOf(name, parameters.Get<bool>("@IsSemaphore")))
            && lease.LockKey.StartsWith(parameters.Get<string>("@KeyPrefix")!, StringComparison.Ordinal));
        (string, SqlType)[] columns =
        [
            ("LockKey", SqlType.NVarCharMax), ("IsSemaphore", SqlType.Bit), ("IsShared", SqlType.Bit), ("Owner", SqlType.NVarChar(32)),
            ("RemainingMs", SqlType.BigInt), ("Token", SqlType.BigInt), ("AcquiredAt", SqlType.DateTime2), ("Permits", SqlType.Int), ("Metadata", SqlType.NVarCharMax),
        ];
        return new StatementAnswer
        {
            ResultSets =
            [
                new ResultSet(
                    [.. columns.Select(column => new ResultColumn(column.Item1, column.Item2))],
                    [.. found.Select(lease => lease.ToRow(now))]),
            ],
        };
    }

    [GeneratedRegex("CREATE TABLE|CREATE OR ALTER PROCEDURE")]
    private static partial Regex Creation();

    private sealed record Lease(
        string Name, bool IsSemaphore, string Owner, bool IsShared, int Permits, long Token, DateTime AcquiredAt, string LockKey, string Metadata)
    {
        public DateTime ExpiresAt { get; set; }

        public bool IsOf(string name, bool isSemaphore) => Name == name && IsSemaphore == isSemaphore;

        public object?[] ToRow(DateTime now) =>
            [LockKey, IsSemaphore, IsShared, Owner, (long)(ExpiresAt - now).TotalMilliseconds, Token, AcquiredAt, Permits, Metadata];
    }
}
