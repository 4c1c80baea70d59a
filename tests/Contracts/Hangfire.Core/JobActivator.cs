using Hangfire.MiniWorker;

namespace Hangfire;

/// <summary>Makes the instances of job classes.</summary>
public class JobActivator
{
    private static JobActivator _current = new();

    public static JobActivator Current
    {
        get => _current;
        set => _current = value ?? throw new ArgumentNullException(nameof(value));
    }

    public virtual object ActivateJob(Type jobType) => Activator.CreateInstance(jobType);

    /// <summary>Starts the scope of one job.</summary>
    public virtual JobActivatorScope BeginScope(JobActivatorContext context) => new PlainScope(this);
}
