namespace DistributedLock.Analyzers.Order.Values;

/// <summary>A member of another assembly that this compilation does not see, as that assembly's summary describes it.</summary>
/// <param name="Assembly">Its assembly's name.</param>
/// <param name="Owner">The metadata name of the type that it is a member of; empty for a type.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsFixed">Whether every reading of one object gives the same value.</param>
/// <param name="TypeName">The metadata name of its type, where that is a class of providers: two classes are two providers.</param>
/// <param name="ServiceKey">The key by which a container gives it.</param>
internal sealed record HiddenMember(string Assembly, string Owner, string Name, bool IsFixed, string? TypeName, string? ServiceKey);
