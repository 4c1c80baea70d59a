namespace Hangfire;

/// <summary>What lives as long as one job runs.</summary>
public abstract class JobActivatorScope : IDisposable
{
    public object InnerScope { get; set; }

    public abstract object Resolve(Type type);

    public virtual void DisposeScope()
    {
    }

#pragma warning disable CA1816 // The real one is no finalizer's pattern either.
    public void Dispose() => DisposeScope();
#pragma warning restore CA1816
}
