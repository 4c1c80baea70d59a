namespace DistributedLock;

/// <summary>The words that every message about a lock begins with.</summary>
internal static class LockMessages
{
    public static string Subject(LockRequest request) => Subject(request.Key.Value, request.Definition);

    public static string Subject(string key, LockDefinition? definition) => definition is null
        ? $"The lock '{key}'"
        : $"The lock '{key}' (template '{definition.Template}', declared by {definition.Member})";
}
