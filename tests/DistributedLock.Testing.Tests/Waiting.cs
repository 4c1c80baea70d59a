namespace DistributedLock.Testing.Tests;

internal static class Waiting
{
    /// <summary>Ends when the token fires; the test's own time limit bounds it.</summary>
    public static async Task ForAsync(CancellationToken token)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (token.Register(fired.SetResult))
        {
            await fired.Task.WaitAsync(TestContext.Current.CancellationToken);
        }
    }
}
