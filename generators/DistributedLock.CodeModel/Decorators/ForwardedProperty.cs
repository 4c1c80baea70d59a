namespace DistributedLock.CodeModel.Decorators;

/// <summary>A property or an indexer.</summary>
/// <param name="Header">All before its accessors.</param>
/// <param name="Target">The property of the service behind the decorator, as an expression.</param>
/// <param name="IsByReference">Whether the getter returns a reference.</param>
public sealed record ForwardedProperty(string Header, string Target, bool IsByReference, bool HasGetter, SetterForm Setter) : DecoratorMember;
