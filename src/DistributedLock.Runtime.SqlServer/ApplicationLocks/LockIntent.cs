using DistributedLock.Sessions;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging;

namespace DistributedLock.SqlServer;

/// <summary>
/// A waiter that other processes see: a shared application lock that they test for. When its connection ends, it is registered again on another one.
/// </summary>
internal sealed class LockIntent(ApplicationLockSessions sessions, string name, string provider, ILogger logger) : ISessionIntent, ILockSessionMember
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _transition = new(1); // registering and taking back, one at a time
    private ApplicationLockSession? _session;
    private volatile bool _isDisposed;

    /// <exception cref="LockBackendException">The server failed; nothing is registered.</exception>
    public async ValueTask RegisterAsync(CancellationToken cancellationToken)
    {
        await _transition.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_session is null && !_isDisposed)
            {
                await TakeAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _transition.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await _transition.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_session is not { } session)
            {
                return;
            }

            _session = null;
            await TakeBackAsync(session).ConfigureAwait(false);
        }
        finally
        {
            _transition.Release();
        }
    }

    public void Dispose() => ApplicationLockStore.Wait(async () =>
    {
        await DisposeAsync().ConfigureAwait(false);
        return true;
    });

    public void OnSessionEnded() => _ = Task.Run(RegisterAgainAsync);

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        ApplicationLockSession? session = null;
        try
        {
            await sessions.TakeAsync<LockIntent>(
                async (candidate, stop) =>
                {
                    session = candidate;
                    using var command = TakeCommand();
                    await candidate.CallAsync(command, stop).ConfigureAwait(false);
                    return this;
                },
                cancellationToken).ConfigureAwait(false);
            _session = session;
        }
        catch (Exception exception) when (SqlServerErrors.IsExpected(exception))
        {
            throw SqlServerErrors.Explain(exception, provider, "announce a waiter");
        }
    }

    private SqlCommand TakeCommand() => new(ApplicationLockSql.Take)
    {
        Parameters =
        {
            ApplicationLockStore.Text("@Resource", name),
            ApplicationLockStore.Text("@LockMode", "Shared", 32),
            ApplicationLockStore.Text("@LockOwner", "Session", 32),
            new SqlParameter("@LockTimeout", System.Data.SqlDbType.Int) { Value = 0 },
        },
    };

    private async Task TakeBackAsync(ApplicationLockSession session)
    {
        try
        {
            if (session.TryDetach(this))
            {
                using var command = ApplicationLockStore.ReleaseCommand(name);
                await session.CallAsync(command, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (SqlException exception)
        {
            await session.CloseAsync().ConfigureAwait(false);
            throw SqlServerErrors.Explain(exception, provider, "take a waiter's announcement back");
        }
        catch (SessionEndedException)
        {
            // The intent ended with it.
        }
        finally
        {
            session.Unreserve();
        }
    }

    private async Task RegisterAgainAsync()
    {
        await _transition.WaitAsync().ConfigureAwait(false);
        _session?.Unreserve();
        _session = null;
        _transition.Release();
        while (!_isDisposed && _session is null)
        {
            try
            {
                await RegisterAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (LockBackendException exception)
            {
                SqlServerLog.IntentFailed(logger, provider, exception);
                await Task.Delay(Pause).ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                return; // with the provider
            }
        }
    }
}
