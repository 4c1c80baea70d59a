namespace DistributedLock.Hangfire.Tests.Jobs;

/// <summary>Waits for its lock, and keeps a worker meanwhile.</summary>
[DistributedLock("patient", TimeoutSeconds = 20)]
public class PatientJob(JobProbe probe)
{
    public void Run() => probe.Run("patient", CancellationToken.None);
}

