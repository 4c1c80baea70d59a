using System.Diagnostics;

namespace DistributedLock.Testing;

/// <summary>
/// Another process, which holds locks until it is killed: what a conformance case lets crash. <see cref="StartAsync"/> starts a program that runs
/// <see cref="HoldingProgram"/>; derive from this class where a backend's processes are something else.
/// </summary>
public abstract class HoldingProcess : IAsyncDisposable
{
    /// <summary>The fencing tokens of the locks it holds, in the order of the requests; <see langword="null"/> where the backend gives none.</summary>
    public abstract IReadOnlyList<long?> FencingTokens { get; }

    /// <summary>Starts a program that runs <see cref="HoldingProgram"/>, and waits until it holds all of the locks.</summary>
    /// <param name="start">The program, which must write nothing else to its standard output. Its standard streams are redirected here.</param>
    /// <param name="requests">
    /// What it takes, in this order. Key, mode, permits, time-out and lease are told to it, in whole milliseconds; nothing else is.
    /// </param>
    /// <param name="cancellationToken">Ends the start, and the process with it.</param>
    /// <exception cref="LockConformanceException">It did not get one of the locks, or ended.</exception>
    public static async Task<HoldingProcess> StartAsync(
        ProcessStartInfo start, IReadOnlyList<LockRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(requests);
        return await StartedHoldingProcess.StartAsync(start, requests, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the process without a word to anybody (SIGKILL), and returns when it has ended. Its locks are the store's to free then.</summary>
    public abstract Task KillAsync();

    /// <summary>Ends the process if it still runs. May be called after <see cref="KillAsync"/>, and twice.</summary>
    public abstract ValueTask DisposeAsync();
}
