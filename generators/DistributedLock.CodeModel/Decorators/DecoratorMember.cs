namespace DistributedLock.CodeModel.Decorators;

/// <summary>One member of a decorator.</summary>
public abstract record DecoratorMember;
