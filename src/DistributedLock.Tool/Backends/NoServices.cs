namespace DistributedLock.Tool.Backends;

/// <summary>A container without anything in it.</summary>
internal sealed class NoServices : IServiceProvider
{
    public static readonly NoServices Instance = new();

    public object? GetService(Type serviceType) => null;
}
