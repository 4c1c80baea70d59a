namespace DistributedLock.Jobs.Tests.Quartz.Jobs;

internal sealed record Mail(string To, string Subject);
