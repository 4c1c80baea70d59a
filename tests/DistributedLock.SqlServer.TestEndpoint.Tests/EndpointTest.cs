using System.Data;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer.TestEndpoint.Tests;

/// <summary>An endpoint for each test, and the driver's side of it.</summary>
public abstract class EndpointTest : IAsyncDisposable
{
    /// <summary>Milliseconds a test may take; none waits for anything near that long.</summary>
    protected const int Limit = 60_000;

    private readonly List<SqlConnection> _connections = [];

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected SqlServerEndpoint Endpoint { get; set; } = SqlServerEndpoint.Start();

    /// <summary>A connection of its own, without a pool and without recovery behind our back.</summary>
    protected string Unpooled => $"{Endpoint.ConnectionString};Pooling=false;ConnectRetryCount=0";

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            SqlConnection.ClearPool(connection);
            await connection.DisposeAsync();
        }

        await Endpoint.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<SqlConnection> ConnectAsync(string? connectionString = null)
    {
        var connection = new SqlConnection(connectionString ?? Unpooled);
        _connections.Add(connection);
        await connection.OpenAsync(Stop);
        return connection;
    }

    /// <summary>Takes an application lock by a procedure call; the return value.</summary>
    protected static async Task<int> GetLockAsync(
        SqlConnection connection,
        string resource,
        string mode = "Exclusive",
        int timeout = -1,
        string owner = "Session",
        SqlTransaction? transaction = null,
        CancellationToken? cancellationToken = null)
    {
        await using var command = new SqlCommand("sys.sp_getapplock", connection, transaction) { CommandType = CommandType.StoredProcedure };
        command.Parameters.Add("@Resource", SqlDbType.NVarChar, 255).Value = resource;
        command.Parameters.Add("@LockMode", SqlDbType.VarChar, 32).Value = mode;
        command.Parameters.Add("@LockOwner", SqlDbType.VarChar, 32).Value = owner;
        command.Parameters.Add("@LockTimeout", SqlDbType.Int).Value = timeout;
        var result = command.Parameters.Add("@result", SqlDbType.Int);
        result.Direction = ParameterDirection.ReturnValue;
        await command.ExecuteNonQueryAsync(cancellationToken ?? Stop);
        return (int)result.Value;
    }

    /// <summary>Gives an application lock back by a procedure call; the return value.</summary>
    protected static async Task<int> ReleaseLockAsync(SqlConnection connection, string resource)
    {
        await using var command = new SqlCommand("sys.sp_releaseapplock", connection) { CommandType = CommandType.StoredProcedure };
        command.Parameters.AddWithValue("@Resource", resource);
        command.Parameters.AddWithValue("@LockOwner", "Session");
        var result = command.Parameters.Add("@result", SqlDbType.Int);
        result.Direction = ParameterDirection.ReturnValue;
        await command.ExecuteNonQueryAsync(Stop);
        return (int)result.Value;
    }

    protected static async Task<object?> ScalarAsync(SqlConnection connection, string sql, SqlTransaction? transaction = null)
    {
        await using var command = new SqlCommand(sql, connection, transaction);
        return await command.ExecuteScalarAsync(Stop);
    }

    protected Task WaitersAsync(int count) => Endpoint.WaitUntilAsync(() => Endpoint.WaitingLocks.Count == count, Stop);

    protected Task SessionsAsync(int count) => Endpoint.WaitUntilAsync(() => Endpoint.Sessions.Count == count, Stop);
}
