namespace DistributedLock.Tool.Doctor;

/// <summary>How a check went; the higher, the worse.</summary>
internal enum CheckOutcome
{
    Ok,
    Warning,
    Failed,
}
