using System.Text.RegularExpressions;
using DistributedLock.SqlServer.TestEndpoint;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.Tests;

/// <summary>The sequence of fencing tokens.</summary>
internal sealed partial class SequenceModel
{
    private long _last;

    public bool IsCreated { get; set; } = true;

    /// <summary>Whether the user may create it.</summary>
    public bool MayCreate { get; set; } = true;

    /// <summary>Whether the user may count it.</summary>
    public bool MayUse { get; set; } = true;

    /// <summary>NEXT VALUE FOR.</summary>
    public long Next() => Count(1);

    public void Install(SqlServerEndpoint endpoint)
    {
        endpoint.HandleBatch(Creation(), (_, _) =>
        {
            if (!IsCreated && !MayCreate)
            {
                throw new SqlServerErrorException(262, "CREATE SEQUENCE permission denied in database 'Locks'.", 14, 1);
            }

            IsCreated = true;
            return Task.FromResult(StatementAnswer.Empty);
        });
        endpoint.HandleBatch(Range(), (_, _) =>
        {
            Count(2000);
            return Task.FromResult(StatementAnswer.Empty);
        });
    }

    private long Count(long size)
    {
        if (!IsCreated)
        {
            throw new SqlServerErrorException(208, "Invalid object name 'dbo.DistributedLockFencing'.", 16, 1);
        }

        return MayUse
            ? Interlocked.Add(ref _last, size)
            : throw new SqlServerErrorException(229, "The UPDATE permission was denied on the object 'DistributedLockFencing', database 'Locks', schema 'dbo'.", 14, 5);
    }

    [GeneratedRegex("CREATE SEQUENCE")]
    private static partial Regex Creation();

    [GeneratedRegex("sp_sequence_get_range")]
    private static partial Regex Range();
}
