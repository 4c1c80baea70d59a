namespace DistributedLock.Tool.CommandLine;

/// <summary>The command line does not say what is to be done, or says it in a way that cannot be.</summary>
internal sealed class UsageException(string message) : Exception(message);
