using DistributedLock.Sessions;

namespace DistributedLock.SqlServer;

/// <summary>The intent of one that polls: there is nobody to tell.</summary>
internal sealed class NoIntent : ISessionIntent
{
    public static readonly NoIntent Instance = new();

    public ValueTask DisposeAsync() => default;

    public void Dispose()
    {
    }
}
