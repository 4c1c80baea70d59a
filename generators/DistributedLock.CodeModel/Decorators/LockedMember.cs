using DistributedLock.CodeModel.Methods;

namespace DistributedLock.CodeModel.Decorators;

/// <summary>A method that takes its locks before it goes on to the service behind the decorator.</summary>
/// <param name="IsInherited">Whether it is declared by a base interface, which tells tools of its locks.</param>
public sealed record LockedMember(LockedMethod Method, bool IsInherited) : DecoratorMember;
