namespace DistributedLock.Tool.Backends;

/// <summary>What to say when a database has no lease table or no fencing sequence: the providers speak of their options, which the tool's user does not set.</summary>
internal static class MissingObjects
{
    /// <param name="exception">The failure.</param>
    /// <param name="otherStrategy">The option for locks that need no table; <see langword="null"/> where it is chosen already.</param>
    /// <returns><see langword="null"/> for another failure.</returns>
    public static string? AdviceOn(LockBackendException exception, string? otherStrategy) =>
        exception.Message.Contains("Schema of the options", StringComparison.Ordinal) ? "Name the schema of the applications (--schema)."
        : !exception.Message.Contains("CreateMissingObjects", StringComparison.Ordinal) ? null
        : "distlock creates nothing, but for doctor --create. No application has taken such a lock here yet, or its objects are in another schema (--schema)" +
          (otherStrategy is null ? "." : $", or the applications keep their locks the other way, which is the providers' default ({otherStrategy}).");
}
