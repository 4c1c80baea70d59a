using DistributedLock.CodeModel.Jobs;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>What a job class's attributes say about contention.</summary>
/// <param name="Reschedule">As a C# expression; <see langword="null"/> where the job is not rescheduled.</param>
internal sealed record JobOptions(JobContention Contention, string? Reschedule);
