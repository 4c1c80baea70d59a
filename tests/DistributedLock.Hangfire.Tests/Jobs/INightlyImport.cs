namespace DistributedLock.Hangfire.Tests.Jobs;

public interface INightlyImport
{
    void Import(ImportRequest request, DateOnly day);
}
