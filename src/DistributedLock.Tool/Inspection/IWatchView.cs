namespace DistributedLock.Tool.Inspection;

/// <summary>Shows one look after the other.</summary>
internal interface IWatchView : IAsyncDisposable
{
    void Show(Snapshot snapshot);
}
