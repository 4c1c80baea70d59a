namespace DistributedLock.SqlServer;

/// <summary>The one row that a statement answers with.</summary>
/// <param name="value">The fencing token; <see langword="null"/> when nothing was taken. Of a release: 1 when somebody waits.</param>
/// <param name="detail">The slot that was taken, or the code of sp_getapplock.</param>
internal readonly struct ApplicationLockAnswer(long? value, int detail)
{
    public long? Value { get; } = value;

    public int Detail { get; } = detail;
}
