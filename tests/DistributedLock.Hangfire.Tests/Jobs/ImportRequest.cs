namespace DistributedLock.Hangfire.Tests.Jobs;

public sealed record ImportRequest(Guid TenantId);
