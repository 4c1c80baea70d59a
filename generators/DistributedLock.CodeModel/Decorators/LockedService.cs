using DistributedLock.CodeModel.Collections;

namespace DistributedLock.CodeModel.Decorators;

/// <summary>What decorating the services of all interfaces at once needs to know of one of them.</summary>
/// <param name="Contract">The interface as a type.</param>
/// <param name="Registration">How its services are decorated alone.</param>
/// <param name="Warnings">The ids under which what the decorator names is reported wherever it is named.</param>
public sealed record LockedService(string Contract, DecoratorRegistration Registration, EquatableArray<string> Warnings);
