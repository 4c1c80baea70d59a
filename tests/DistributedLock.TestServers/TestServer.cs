namespace DistributedLock.TestServers;

/// <summary>
/// A server of one test's own, on a loopback port and with a folder that is thrown away. It dies with the test process, also when that is killed.
/// Members may be called from any thread, but one at a time.
/// </summary>
public abstract class TestServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Keeper _keeper;
    private ServerProcess? _process;
    private IReadOnlyList<int> _frozen = [];
    private bool _disposed;

    private protected TestServer()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Windows can neither freeze a process nor has it a redis-server: run these tests on Linux or macOS.");
        }

        Folder = Directory.CreateTempSubdirectory("distributedlock-").FullName;
        // Another user may have to pass through to its own folder.
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        File.SetUnixFileMode(Folder, Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        _keeper = Keeper.Start(Folder);
    }

    /// <summary>The name to connect to.</summary>
    public string Host => "127.0.0.1";

    /// <summary>The port, the same after <see cref="StartAgainAsync"/>.</summary>
    public int Port { get; private set; }

    /// <summary>What the usual driver takes.</summary>
    public string ConnectionString => ConnectionStringThrough(Port);

    /// <summary>Where the server keeps its data; it is deleted with the server.</summary>
    public string Folder { get; }

    /// <summary>All the server has written, over all its starts.</summary>
    public string Log => ServerProcess.ReadLog(LogFile);

    /// <summary>What the server has written since it last became ready: without the warnings of its start, which speak of the machine.</summary>
    public string LogSinceReady
    {
        get
        {
            var log = _process?.Log ?? string.Empty;
            var ready = log.LastIndexOf(ReadyText, StringComparison.Ordinal);
            return ready < 0 ? string.Empty : log[(ready + ReadyText.Length)..];
        }
    }

    /// <summary>Whether the server's process is there, frozen or not.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>The processes that make up the server; none when it does not run.</summary>
    public IReadOnlyList<int> ProcessIds => _process is { HasExited: false } process ? ProcessTree.Members(process.Id) : [];

    private protected abstract string ReadyText { get; }

    private protected virtual string PortTakenText => "Address already in use";

    private string LogFile => Path.Combine(Folder, "log");

    /// <summary>The connection string with another port: a <see cref="TcpProxy"/>'s.</summary>
    public abstract string ConnectionStringThrough(int port);

    /// <summary>Kills the server as kill -9 does, with its children, and returns when they are gone. Nothing is written or said goodbye to.</summary>
    public void Kill()
    {
        _process?.Kill();
        Forget();
    }

    /// <summary>Ends the server in its own orderly way; when it takes longer than ten seconds, it is killed.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_process is not { HasExited: false } process)
        {
            return;
        }

        Thaw();
        AskToStop(process.Id);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill();
        }

        Forget();
    }

    /// <summary>Starts the server after <see cref="Kill"/> or <see cref="StopAsync"/>, on the same port and with what it finds of its data.</summary>
    /// <exception cref="InvalidOperationException">It runs, or its port has been taken meanwhile.</exception>
    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (IsRunning)
        {
            throw new InvalidOperationException("The server runs: kill or stop it first.");
        }

        PrepareAgain();
        if (!await TryRunAsync(cancellationToken))
        {
            throw new InvalidOperationException($"Port {Port} has been taken while the server was down. Its log:\n{Log}");
        }
    }

    /// <summary>Stops the server's processes in the middle of what they do: connections stay open, and nobody answers.</summary>
    public void Freeze()
    {
        if (_process is { HasExited: false } process && _frozen.Count == 0)
        {
            _frozen = ProcessTree.Stop(process.Id);
        }
    }

    /// <summary>Lets a frozen server go on.</summary>
    public void Thaw()
    {
        ProcessTree.Continue(_frozen);
        _frozen = [];
    }

    /// <summary>Kills the server and deletes its folder.</summary>
    public ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            Kill();
            Directory.Delete(Folder, recursive: true);
            _keeper.Dispose();
        }

        GC.SuppressFinalize(this);
        return default;
    }

    /// <summary>Makes the folder ready and starts the server for the first time; disposes it when that fails.</summary>
    private protected async Task StartFirstAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken);
            for (var i = 0; i < LoopbackPort.Tries; i++)
            {
                Port = LoopbackPort.Next();
                if (await TryRunAsync(cancellationToken))
                {
                    return;
                }
            }

            throw new InvalidOperationException($"No free port was found in {LoopbackPort.Tries} tries. The server's log:\n{Log}");
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>What is done once, before the first start.</summary>
    private protected abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>What is done before each further start.</summary>
    private protected virtual void PrepareAgain()
    {
    }

    /// <summary>The program and its arguments, for the present port.</summary>
    private protected abstract IEnumerable<string> CommandLine();

    /// <summary>Sends the signal on which the server ends in an orderly way and soon.</summary>
    private protected abstract void AskToStop(int processId);

    private async Task<bool> TryRunAsync(CancellationToken cancellationToken)
    {
        _process?.Dispose();
        var process = _process = ServerProcess.Start(CommandLine(), LogFile, _keeper);
        // The log and not a connection: who answers on a port may be another server.
        await Eventually.IsTrueAsync(
            () => process.HasExited || process.Log.Contains(ReadyText, StringComparison.Ordinal), "the server is ready", Patience, cancellationToken);
        if (!process.HasExited)
        {
            return true;
        }

        Forget();
        return process.Log.Contains(PortTakenText, StringComparison.Ordinal)
            ? false
            : throw new InvalidOperationException($"The server ended at once. Its log:\n{process.Log}");
    }

    private void Forget()
    {
        _frozen = [];
        _keeper.WatchNothing();
    }
}
