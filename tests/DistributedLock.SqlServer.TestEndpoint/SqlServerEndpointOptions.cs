namespace DistributedLock.SqlServer.TestEndpoint;

/// <summary>What an endpoint is like when it starts.</summary>
public sealed class SqlServerEndpointOptions
{
    /// <summary>The version that the endpoint says it has, in the login acknowledgement and in <c>SERVERPROPERTY('ProductVersion')</c>.</summary>
    public Version ServerVersion { get; init; } = new(16, 0, 4135);

    /// <summary>The one login that is let in.</summary>
    public string UserId { get; init; } = "locks";

    /// <summary>The password of <see cref="UserId"/>.</summary>
    public string Password { get; init; } = "Correct-Horse-9";

    /// <summary>The one user database; <c>master</c> exists besides it.</summary>
    public string Database { get; init; } = "Locks";

    /// <summary>The largest packet that is agreed with a client, in bytes, from 512 to 32767.</summary>
    public int MaximumPacketSize { get; init; } = 32767;

    /// <summary>
    /// Whether the endpoint acknowledges session recovery, as a server does. With it a driver opens a broken idle connection again
    /// behind its user's back (<c>ConnectRetryCount</c>), and the locks of the old session are gone without an error.
    /// </summary>
    public bool AcknowledgesSessionRecovery { get; init; } = true;

    /// <summary>
    /// Whether the victim of a deadlock gets error 1205 besides the return value -3. A server only returns -3 for application locks; the error
    /// is what it sends where other locks are part of the circle.
    /// </summary>
    public bool RaisesErrorForDeadlockVictim { get; init; }
}
