namespace DistributedLock.SqlServer;

/// <summary>A connection of ours ended before it gave an answer. What it held ends with it.</summary>
internal sealed class SessionEndedException(bool isTimeout, Exception? reason) : Exception("The connection ended.", reason)
{
    /// <summary>Whether it was given up because no answer came.</summary>
    public bool IsTimeout { get; } = isTimeout;
}
