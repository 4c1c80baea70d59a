namespace Hangfire.MiniWorker;

internal sealed class PlainScope(JobActivator activator) : JobActivatorScope
{
    private readonly List<IDisposable> _disposables = [];

    public override object Resolve(Type type)
    {
        var instance = activator.ActivateJob(type);
        if (instance is IDisposable disposable)
        {
            _disposables.Add(disposable);
        }

        return instance;
    }

    public override void DisposeScope() => _disposables.ForEach(static disposable => disposable.Dispose());
}
