namespace Samples;

/// <summary>The end of the standard input stops a child process: it also comes when the parent dies.</summary>
internal static class EndOfInput
{
    /// <summary>Waits for the parent's line.</summary>
    /// <returns>Whether it came; otherwise the parent is gone.</returns>
    public static async Task<bool> WaitForGoAsync() => await Task.Run(Console.In.ReadLine) is not null;

    /// <summary>Cancels when the input ends.</summary>
    public static async Task CancelAsync(CancellationTokenSource stop)
    {
        // Console's reader blocks its caller even in its asynchronous methods.
        await Task.Run(() =>
        {
            while (Console.In.ReadLine() is not null)
            {
            }
        });
        await stop.CancelAsync();
    }
}
