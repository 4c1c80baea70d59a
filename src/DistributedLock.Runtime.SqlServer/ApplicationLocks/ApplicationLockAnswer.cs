namespace DistributedLock.SqlServer;

/// <summary>The one row that a statement answers with.</summary>
/// <param name="token">The fencing token; <see langword="null"/> when nothing was taken.</param>
/// <param name="detail">The slot that was taken, or the code of sp_getapplock.</param>
internal readonly struct ApplicationLockAnswer(long? token, int detail)
{
    public long? Token { get; } = token;

    public int Detail { get; } = detail;
}
