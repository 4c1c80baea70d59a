namespace DistributedLock.Tool.Doctor;

/// <summary>A check that was made.</summary>
/// <param name="Number">From 1, in the order in which they were made.</param>
/// <param name="Name">What was looked at; stable.</param>
/// <param name="Finding">What was found, without secrets.</param>
internal sealed record Check(int Number, string Name, Finding Finding);
