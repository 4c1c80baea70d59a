using Coravel.Invocable;
using DistributedLock.Jobs.Tests.Scaffolding;

namespace DistributedLock.Jobs.Tests.Coravel.Jobs;

/// <summary>A queued job with data.</summary>
[DistributedLock("import-{Payload.TenantId}")]
internal sealed partial class ImportJob(IDistributedLockProvider locks, JobProbe probe) : IInvocable, IInvocableWithPayload<ImportRequest>
{
    public ImportRequest Payload { get; set; } = null!;

    public Task Invoke() => probe.RunAsync($"import {Payload.TenantId} {Payload.Page}", CancellationToken.None);
}
