namespace DistributedLock.Sessions;

/// <summary>
/// A session store that writes down who holds what, where other processes find it: its locks can be inspected, although the store itself knows of no holders.
/// </summary>
public interface IRecordingSessionStore : ISessionStore
{
    /// <summary>Writes down a hold that has begun. The engine disposes the answer just before the hold is given back, or as soon as it is lost.</summary>
    /// <param name="record">The hold.</param>
    /// <returns>
    /// What removes it again, once; its disposal may be repeated and must not throw. It must end with the process, however that ends. <see langword="null"/> where nothing is
    /// written down.
    /// </returns>
    /// <remarks>What this throws is logged and costs no lock: the hold is then not seen by inspectors.</remarks>
    IDisposable? Record(SessionRecord record);
}
