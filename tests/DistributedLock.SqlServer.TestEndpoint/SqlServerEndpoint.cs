using System.Net;
using System.Text.RegularExpressions;
using DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;
using DistributedLock.SqlServer.TestEndpoint.Sessions;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint;

/// <summary>
/// An endpoint in this process that speaks SQL Server's protocol (TDS 7.4) well enough for Microsoft.Data.SqlClient, has application
/// locks, and answers all other statements by handlers. No SQL engine. Thread-safe.
/// </summary>
public sealed class SqlServerEndpoint : IAsyncDisposable
{
    private readonly SqlServerEndpointOptions _options;
    private readonly ServerState _server;
    private readonly SemaphoreSlim _startStop = new(1);
    private Acceptor? _acceptor;

    private SqlServerEndpoint(SqlServerEndpointOptions options)
    {
        _options = options;
        _server = new ServerState(options);
        _acceptor = new Acceptor(_server, new IPEndPoint(IPAddress.Loopback, 0));
        Port = _acceptor.Port;
    }

    /// <summary>The port on the loopback address; the same after a restart.</summary>
    public int Port { get; }

    /// <summary>What a client connects with. Without encryption; pooled unless a client says otherwise.</summary>
    public string ConnectionString =>
        $"Server=tcp:127.0.0.1,{Port};Database={_options.Database};User ID={_options.UserId};Password={_options.Password};"
        + "Encrypt=false;TrustServerCertificate=true";

    /// <summary>What is wrong with the server.</summary>
    public EndpointConditions Conditions => _server.Conditions;

    /// <summary>Every request so far.</summary>
    public StatementLog Statements => _server.Log;

    /// <summary>The sessions that are open.</summary>
    public IReadOnlyList<EndpointSession> Sessions => _server.Sessions.All();

    /// <summary>The application locks that are held.</summary>
    public IReadOnlyList<ApplicationLockEntry> HeldLocks => _server.Locks.Held();

    /// <summary>The application locks that are waited for, for each lock in the order of service.</summary>
    public IReadOnlyList<ApplicationLockEntry> WaitingLocks => _server.Locks.Waiting();

    /// <summary>Starts an endpoint on a free port of the loopback address.</summary>
    public static SqlServerEndpoint Start(SqlServerEndpointOptions? options = null) =>
        new(options ?? new SqlServerEndpointOptions());

    /// <summary>Answers calls of a procedure, by the driver or by EXEC in a simple batch. Goes before what the endpoint knows itself.</summary>
    /// <param name="name">With or without schema (<c>dbo</c> if without) and brackets; in any case.</param>
    /// <param name="handler">Answers the call.</param>
    /// <param name="writes">Whether it fails while the database is read-only.</param>
    public void HandleProcedure(string name, StatementHandler handler, bool writes = true) =>
        _server.Registry.AddProcedure(name, new RegisteredStatement(handler, writes));

    /// <summary>Answers a batch of one text; white space and case do not count.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="handler">Answers the batch.</param>
    /// <param name="writes">Whether it fails while the database is read-only.</param>
    public void HandleBatch(string text, StatementHandler handler, bool writes = true) =>
        _server.Registry.AddBatch(text, new RegisteredStatement(handler, writes));

    /// <summary>Answers the batches in which a pattern is found. The handler that was put in last is asked first.</summary>
    /// <param name="pattern">What to look for.</param>
    /// <param name="handler">Answers the batch.</param>
    /// <param name="writes">Whether it fails while the database is read-only.</param>
    public void HandleBatch(Regex pattern, StatementHandler handler, bool writes = true) =>
        _server.Registry.AddBatch(pattern, new RegisteredStatement(handler, writes));

    /// <summary>Ends all sessions hard, as <see cref="EndpointSession.Kill"/> does with one.</summary>
    public void KillAll()
    {
        foreach (var session in Sessions)
        {
            session.Kill();
        }
    }

    /// <summary>Makes the whole endpoint a black hole: connections are taken, and then nothing is heard of it.</summary>
    public void Freeze() => _server.Gate.Shut();

    /// <summary>Ends <see cref="Freeze"/>.</summary>
    public void Thaw() => _server.Gate.Open();

    /// <summary>
    /// Stops as a server does that is switched off: no new connections, all sessions reset, all application locks gone. Handlers stay,
    /// with whatever they keep.
    /// </summary>
    public async Task StopAsync()
    {
        await _startStop.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_acceptor is { } acceptor)
            {
                _acceptor = null;
                await acceptor.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _startStop.Release();
        }
    }

    /// <summary>Stops if it runs, and starts again on the same port.</summary>
    public async Task RestartAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _startStop.WaitAsync().ConfigureAwait(false);
        try
        {
            _acceptor ??= new Acceptor(_server, new IPEndPoint(IPAddress.Loopback, Port));
        }
        finally
        {
            _startStop.Release();
        }
    }

    /// <summary>Waits for a state of sessions, locks or statements; looked at after every change of them.</summary>
    public Task WaitUntilAsync(Func<bool> condition, CancellationToken cancellationToken) =>
        _server.Changes.WaitUntilAsync(condition, cancellationToken);

    /// <summary>Stops, and waits until no task of the endpoint runs any more. May be called twice.</summary>
    public ValueTask DisposeAsync() => new(StopAsync());
}
