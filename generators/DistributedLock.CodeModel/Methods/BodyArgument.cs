namespace DistributedLock.CodeModel.Methods;

/// <summary>One argument of a call of the core.</summary>
/// <param name="Expression">For <see cref="BodyArgumentKind.Parameter"/> and, in a fallback, the token: the wrapper's parameter with its modifier.</param>
public sealed record BodyArgument(BodyArgumentKind Kind, string Expression);
