namespace DistributedLock.AspNetCore.Templates;

/// <summary>A parameter of a handler, whose value a key may be made from.</summary>
/// <param name="Name">As the code names it.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Position">Where its value stands among the arguments.</param>
internal sealed record EndpointParameter(string Name, Type Type, int Position);
