namespace DistributedLock.Postgres;

/// <summary>How long a caller waits for answers that it can do without. What is under way goes on in the background, and ends with its session at the latest.</summary>
internal static class AnswerPatience
{
    /// <summary>Longer than a healthy server takes, so that as a rule everything is done when the caller goes on.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(0.5);

    /// <summary>Waits for the end of something, but not for long.</summary>
    public static async Task AwaitAsync(Task work)
    {
        await work.WaitAsync(Limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (work.IsCompleted)
        {
            await work.ConfigureAwait(false);
            return;
        }

        Observe(work);
    }

    /// <summary>Nobody is there any more to be told how it ends.</summary>
    public static async void Observe(Task work) => await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
