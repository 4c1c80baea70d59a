namespace DistributedLock.Testing;

/// <summary>
/// What the program does that <see cref="HoldingProcess.StartAsync"/> starts: it takes the locks it is told to take, and holds them until its input ends
/// or it is killed.
/// </summary>
/// <remarks>
/// A line of the input is <c>{Exclusive|Shared} {permits} {time-out in ms} {lease in ms} {key, percent-encoded}</c>. The answer is
/// <c>held {fencing token, or -}</c> or <c>contended</c>. When a lock is lost the line <c>lost {key, percent-encoded}</c> is written.
/// </remarks>
/// <example>
/// <code>
/// await using var provider = new RedisLockProvider(args[0]);
/// await HoldingProgram.RunAsync(provider, Console.In, Console.Out);
/// </code>
/// </example>
public static class HoldingProgram
{
    /// <summary>Takes and holds locks until the input ends; then releases them. The provider stays the caller's to dispose.</summary>
    /// <param name="provider">Where the locks are taken.</param>
    /// <param name="input">The program's standard input.</param>
    /// <param name="output">The program's standard output.</param>
    /// <param name="cancellationToken">Ends it as the end of the input does, but with an exception.</param>
    /// <exception cref="FormatException">A line of the input is none of <see cref="HoldingProcess"/>.</exception>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    public static async Task RunAsync(
        IDistributedLockProvider provider, TextReader input, TextWriter output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        var lines = TextWriter.Synchronized(output); // a loss comes from another thread
        var handles = new List<IDistributedLockHandle>();
        await WarmUpAsync(provider, cancellationToken).ConfigureAwait(false);
        try
        {
            while (await input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                var handle = await provider.TryAcquireAsync(HoldingLine.Parse(line), cancellationToken).ConfigureAwait(false);
                Say(lines, handle is null ? HoldingLine.Contended : HoldingLine.Held(handle.FencingToken));
                if (handle is not null)
                {
                    handles.Add(handle);
                    handle.LostToken.Register(() => Say(lines, HoldingLine.Lost(handle.Key)));
                }
            }
        }
        finally
        {
            foreach (var handle in handles)
            {
                await handle.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>The first call of a process makes its connections and compiles its code. On a busy machine that takes longer than a short lease.</summary>
    private static async Task WarmUpAsync(IDistributedLockProvider provider, CancellationToken cancellationToken)
    {
        var request = new LockRequest($"warm-up-{Guid.NewGuid():N}") { Timeout = TimeSpan.Zero };
        if (await provider.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false) is { } handle)
        {
            await handle.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static void Say(TextWriter lines, string line)
    {
        lines.WriteLine(line);
        lines.Flush();
    }
}
