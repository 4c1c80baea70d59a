namespace DistributedLock.CodeModel.Decorators;

/// <summary>An event.</summary>
/// <param name="Header">All before its accessors.</param>
/// <param name="Target">The event of the service behind the decorator, as an expression.</param>
public sealed record ForwardedEvent(string Header, string Target) : DecoratorMember;
