namespace DistributedLock.Benchmarks.Reports;

/// <summary>What a target is about.</summary>
internal enum TargetSubject
{
    /// <summary>The measured value.</summary>
    Value,

    /// <summary>The value by its reference.</summary>
    Ratio,
}
