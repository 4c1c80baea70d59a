namespace DistributedLock.CodeModel.Methods;

/// <summary>A call of the core or of a fallback.</summary>
/// <param name="Target">The method with type arguments, as an expression.</param>
/// <param name="Arguments">The arguments in the callee's order.</param>
/// <param name="IsAwaited">Whether its result is a task.</param>
public sealed record BodyCall(string Target, Collections.EquatableArray<BodyArgument> Arguments, bool IsAwaited)
{
    /// <summary>Whether its result is a <c>LockResult</c> already, as that of a method behind a decorator is.</summary>
    public bool ReturnsResult { get; init; }

    public bool TakesToken => Arguments.Any(argument => argument.Kind == BodyArgumentKind.Token);

    public bool TakesHandle => Arguments.Any(argument => argument.Kind is BodyArgumentKind.Handle or BodyArgumentKind.Handles);
}
