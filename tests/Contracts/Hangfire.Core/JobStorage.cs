namespace Hangfire;

/// <summary>Where jobs are kept. Ids of jobs are unique within one storage only.</summary>
public abstract class JobStorage;
