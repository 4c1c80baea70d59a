namespace DistributedLock.Decorators;

/// <summary>The key under which a registration goes on behind its decorator. No two are equal, so that nobody else asks for it.</summary>
internal sealed class InnerKey(Type service)
{
    /// <summary>That of all open generic services: there, the service itself tells one from the other.</summary>
    public static InnerKey Open { get; } = new(typeof(object));

    public override string ToString() => ReferenceEquals(this, Open) ? "behind a locked decorator" : $"behind the locked decorator of {service}";
}
