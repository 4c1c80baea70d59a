using Microsoft.Extensions.Logging;

namespace DistributedLock.Postgres;

/// <summary>Whether the waiters of a provider cannot listen: said once when it begins and once when it is over, not at every attempt. Thread-safe.</summary>
internal sealed class ListeningOutage(string provider, ILogger logger)
{
    private int _isOn;

    public void OnFailed(Exception? reason)
    {
        if (Interlocked.Exchange(ref _isOn, 1) == 0)
        {
            PostgresLog.ListeningFailed(logger, provider, reason);
        }
    }

    public void OnListening()
    {
        if (Interlocked.Exchange(ref _isOn, 0) == 1)
        {
            PostgresLog.ListeningAgain(logger, provider);
        }
    }
}
