using DistributedLock.CodeModel.Methods;

namespace DistributedLock.CodeModel.Decorators;

/// <summary>A method without a lock.</summary>
/// <param name="Call">The call of the service behind the decorator.</param>
public sealed record ForwardedMethod(MethodSignature Signature, string Call) : DecoratorMember;
