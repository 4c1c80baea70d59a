namespace DistributedLock.Sessions;

/// <summary>
/// An intent that is registered; disposing it takes it back. It ends with the process, however the process ends. Disposing must do no harm after the
/// store was disposed.
/// </summary>
public interface ISessionIntent : IAsyncDisposable, IDisposable;
