namespace DistributedLock.Analyzers.Order.Acquisitions;

/// <summary>How sure it is that two things are one.</summary>
internal enum Sameness
{
    Different,
    Likely,
    Same,
}
