namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>What a client can ask for.</summary>
public enum StatementKind
{
    /// <summary>A login that was let in.</summary>
    Login,

    /// <summary>A batch of SQL, with or without parameters.</summary>
    Batch,

    /// <summary>A procedure called by its name.</summary>
    Procedure,

    /// <summary>The driver begins a transaction.</summary>
    BeginTransaction,

    /// <summary>The driver commits a transaction.</summary>
    CommitTransaction,

    /// <summary>The driver rolls a transaction back.</summary>
    RollbackTransaction,

    /// <summary>The driver cancels the statement under way. No round trip of its own.</summary>
    Attention,

    /// <summary>The pool gives the connection to its next user. Comes with the next statement, so no round trip of its own.</summary>
    ConnectionReset,
}
