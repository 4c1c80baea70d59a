namespace DistributedLock.CodeModel.Methods;

/// <summary>What a locked method returns.</summary>
/// <param name="Payload">The type of the body's value, or of a stream's elements; <see langword="null"/> when the body returns nothing.</param>
/// <param name="Result">The type of the <c>LockResult</c> that wraps the value; <see langword="null"/> for none.</param>
public sealed record ReturnModel(ReturnForm Form, string? Payload, string? Result);
