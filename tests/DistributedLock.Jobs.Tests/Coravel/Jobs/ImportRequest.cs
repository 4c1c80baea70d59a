namespace DistributedLock.Jobs.Tests.Coravel.Jobs;

internal sealed record ImportRequest(string TenantId, int Page);
