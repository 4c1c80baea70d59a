namespace DistributedLock.Decorators;

/// <summary>What is known of a decorated open generic service, which has no factory to keep it.</summary>
internal sealed class OpenDecoration(Type service, string? providerName) : Decoration(providerName)
{
    public Type Service { get; } = service;

    public string? ProviderName { get; } = providerName;
}
