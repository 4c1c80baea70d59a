using DistributedLock.CodeModel.Jobs;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>What a job class's attributes say about contention.</summary>
/// <param name="Reschedule">When the job is run again; <see langword="null"/> where it is not.</param>
internal sealed record JobOptions(JobContention Contention, RescheduleTime? Reschedule);
