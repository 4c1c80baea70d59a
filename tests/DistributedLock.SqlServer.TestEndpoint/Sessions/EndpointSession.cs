using DistributedLock.SqlServer.TestEndpoint.Protocol;

namespace DistributedLock.SqlServer.TestEndpoint.Sessions;

/// <summary>One logged-in connection.</summary>
public sealed class EndpointSession
{
    private readonly List<Action<TokenWriter>> _announcements = [];
    private readonly FreezeGate _gate;
    private readonly Action _kill;
    private readonly string _loginDatabase;

    internal EndpointSession(int id, Login login, string database, FreezeGate gate, Action kill, Action<long> transactionEnded)
    {
        (Id, UserId, ApplicationName, Database, _loginDatabase) = (id, login.UserId, login.ApplicationName, database, database);
        (_gate, _kill) = (gate, kill);
        Transaction = new SessionTransaction(_announcements.Add, transactionEnded);
    }

    /// <summary>The <c>@@SPID</c>. Never used twice by an endpoint.</summary>
    public int Id { get; }

    /// <summary>Who logged in.</summary>
    public string UserId { get; }

    /// <summary>The <c>Application Name</c> of the connection string.</summary>
    public string ApplicationName { get; }

    /// <summary>The database the session is in now.</summary>
    public string Database { get; private set; }

    /// <summary>The <c>@@TRANCOUNT</c>.</summary>
    public int TransactionCount => Transaction.Depth;

    /// <summary>Whether traffic is held up.</summary>
    public bool IsFrozen => _gate.IsShut;

    internal SessionTransaction Transaction { get; }

    /// <summary>Ends the session hard: the connection is reset, the locks go.</summary>
    public void Kill() => _kill();

    /// <summary>
    /// Makes the connection a black hole: nothing is read, nothing answered, and its end is not noticed either. What the session holds,
    /// it keeps, as it is with a broken network between client and server.
    /// </summary>
    public void Freeze() => _gate.Shut();

    /// <summary>Ends <see cref="Freeze"/>: what has piled up is answered now.</summary>
    public void Thaw() => _gate.Open();

    /// <summary>Has a token written before the next answer.</summary>
    internal void Announce(Action<TokenWriter> write) => _announcements.Add(write);

    internal void WriteAnnouncements(TokenWriter writer)
    {
        foreach (var write in _announcements)
        {
            write(writer);
        }

        _announcements.Clear();
    }

    internal void ChangeDatabase(string database)
    {
        var before = Database;
        Database = database;
        Announce(writer => writer.Changed(EnvironmentChange.Database, database, before));
    }

    /// <summary>What <c>sp_reset_connection</c> does to a session itself. Its locks are the endpoint's business.</summary>
    internal void Reset(bool keepsTransaction)
    {
        if (!keepsTransaction && Transaction.Depth > 0)
        {
            Transaction.RollBack();
        }

        if (Database != _loginDatabase)
        {
            ChangeDatabase(_loginDatabase);
        }

        Announce(writer => writer.Changed(EnvironmentChange.ResetAcknowledged, [], []));
    }
}
