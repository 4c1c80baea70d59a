using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace DistributedLock.Testing;

/// <summary>What a case asserts. Every message says what was expected and what came.</summary>
internal static class Expect
{
    // Timers may fire a little before the time of another clock: Windows' tick is 15.6 ms.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMilliseconds(25);

    public static IDistributedLockHandle Held(IDistributedLockHandle? handle, LockRequest request) =>
        handle ?? throw Failure($"the lock {Describe(request)} to be acquired", "no handle (the wait ended without the lock)");

    public static async Task<IDistributedLockHandle> HeldAsync(
        Task<IDistributedLockHandle?> acquisition, LockRequest request, ConformanceContext context) =>
        Held(await WithinAsync(acquisition, context, $"the wait for {Describe(request)} to end").ConfigureAwait(false), request);

    /// <summary>Nobody else can have the lock now.</summary>
    public static async Task ContendedAsync(Contender contender, LockRequest request, string because)
    {
        var handle = await contender.TryAcquireAsync(request).ConfigureAwait(false);
        if (handle is not null)
        {
            await handle.DisposeAsync().ConfigureAwait(false);
            throw Failure($"no handle for {Describe(request)}, because {because}", "a handle");
        }
    }

    /// <summary>The lock can be had, at the latest when patience ends; then it is released again.</summary>
    public static async Task FreeAsync(Contender contender, LockRequest request, ConformanceContext context, string because)
    {
        var handle = await contender.TryAcquireAsync(request with { Timeout = context.Patience }).ConfigureAwait(false)
            ?? throw Failure($"the lock {Describe(request)} to be free, because {because}", $"no handle within {context.Patience}");
        await contender.ReleaseAsync(handle).ConfigureAwait(false);
    }

    /// <summary>A later holder has the larger fencing token, where there are any.</summary>
    public static void LaterToken(IDistributedLockHandle later, long? earlier, ConformanceContext context)
    {
        if (context.Has(LockCapabilities.Fencing))
        {
            That(later.FencingToken > earlier, $"a fencing token above {Show(earlier)}", Show(later.FencingToken));
        }
    }

    public static void That([DoesNotReturnIf(false)] bool condition, string expected, string actual)
    {
        if (!condition)
        {
            throw Failure(expected, actual);
        }
    }

    /// <summary>The lock is still counted on.</summary>
    public static void NotLost(IDistributedLockHandle handle, string whose)
    {
        if (handle.LostToken.IsCancellationRequested)
        {
            // The store's word or our own clock's: the two have different culprits.
            throw Failure($"{whose} not to be lost", handle is DistributedLockHandle known ? $"a loss ({known.LossReason})" : "a lost token that fired");
        }
    }

    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw Failure($"{what} to be {Show(expected)}", Show(actual));
        }
    }

    public static void StillWaits(Task wait, string what) => That(!wait.IsCompleted, $"{what} to wait", $"a wait that ended ({wait.Status})");

    public static void NotBefore(long start, TimeSpan earliest, string what)
    {
        var elapsed = Stopwatch.GetElapsedTime(start);
        That(elapsed >= earliest - ClockTolerance, $"{what} not before {earliest}", $"{elapsed}");
    }

    public static async Task<T> WithinAsync<T>(Task<T> task, ConformanceContext context, string what)
    {
        await WithinAsync((Task)task, context, what).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    public static Task WithinAsync(Task task, ConformanceContext context, string what) => WithinAsync(task, context.Patience, what);

    public static async Task WithinAsync(Task task, TimeSpan limit, string what)
    {
        try
        {
            await task.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (TimeoutException timeout) when (!task.IsCompleted)
        {
            throw new LockConformanceException($"expected {what} within {limit}; it did not.", timeout);
        }
    }

    /// <summary>The token fires, at the latest when patience ends.</summary>
    public static async Task FiresAsync(CancellationToken token, ConformanceContext context, string what)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (token.Register(fired.SetResult).ConfigureAwait(false))
        {
            await WithinAsync(fired.Task, context, what).ConfigureAwait(false);
        }
    }

    public static async Task<TException> ThrowsAsync<TException>(Func<Task> call, ConformanceContext context, string what)
        where TException : Exception
    {
        try
        {
            await WithinAsync(call(), context, $"{what} to end").ConfigureAwait(false);
        }
        catch (TException expected)
        {
            return expected;
        }
        catch (Exception other) when (other is not LockConformanceException)
        {
            throw new LockConformanceException(
                $"expected {what} to throw {typeof(TException).Name}; came {other.GetType().Name}: {other.Message}", other);
        }

        throw Failure($"{what} to throw {typeof(TException).Name}", "no exception");
    }

    /// <summary>Looks again and again until the condition holds: only for what a backend does in the background and tells nobody.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> condition, ConformanceContext context, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition().ConfigureAwait(false))
        {
            That(Stopwatch.GetElapsedTime(start) < context.Patience, $"{what} within {context.Patience}", "still not");
            await Task.Delay(TimeSpan.FromMilliseconds(10)).ConfigureAwait(false);
        }
    }

    public static string Describe(LockRequest request)
    {
        var key = request.Key.Value;
        var shown = key.Length <= 60 ? key : $"{key[..60]}... ({key.Length} characters)";
        var kind = request.MaxConcurrency > 1 ? $"a permit of {request.MaxConcurrency}" : request.Mode.ToString().ToLowerInvariant();
        return $"'{shown}' ({kind})";
    }

    public static LockConformanceException Failure(string expected, string actual) => new($"expected {expected}; came {actual}.");

    private static string Show<T>(T value) => value is null ? "null" : $"'{value}'";
}
