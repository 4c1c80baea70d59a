using DistributedLock.SqlServer.TestEndpoint.Protocol;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint.Sessions;

/// <summary>The transaction of a session: its depth is <c>@@TRANCOUNT</c>. It holds nothing but application locks.</summary>
/// <param name="announce">Tells the client with the next answer.</param>
/// <param name="ended">Called with the descriptor when the transaction has ended.</param>
internal sealed class SessionTransaction(Action<Action<TokenWriter>> announce, Action<long> ended)
{
    private long _last;

    public int Depth { get; private set; }

    /// <summary>The number under which the client knows the transaction, or null.</summary>
    public long? Descriptor => Depth > 0 ? _last : null;

    public void Begin()
    {
        if (Depth++ == 0)
        {
            var descriptor = ++_last;
            announce(writer => writer.TransactionBegun(descriptor));
        }
    }

    public void Commit()
    {
        if (Depth == 0)
        {
            throw SqlServerErrors.NothingToCommit();
        }

        if (--Depth == 0)
        {
            End(EnvironmentChange.CommitTransaction);
        }
    }

    /// <summary>Ends the transaction with all those nested in it.</summary>
    public void RollBack()
    {
        if (Depth == 0)
        {
            throw SqlServerErrors.NothingToRollBack();
        }

        Depth = 0;
        End(EnvironmentChange.RollbackTransaction);
    }

    private void End(EnvironmentChange how)
    {
        var descriptor = _last;
        announce(writer => writer.TransactionEnded(how, descriptor));
        ended(descriptor);
    }
}
