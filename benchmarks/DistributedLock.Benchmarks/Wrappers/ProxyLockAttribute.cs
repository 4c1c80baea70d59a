namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>What our attribute says, for locks that are taken by proxies: ours would make the generator write a decorator.</summary>
/// <param name="prefix">What the key begins with.</param>
/// <param name="parameter">The place of the parameter that ends it.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProxyLockAttribute(string prefix, int parameter) : Attribute
{
    public string Prefix { get; } = prefix;

    public int Parameter { get; } = parameter;
}
