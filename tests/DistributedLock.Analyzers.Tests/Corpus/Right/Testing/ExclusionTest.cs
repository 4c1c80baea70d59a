public class ExclusionTests
{
    public async Task Key_is_free_after_its_release()
    {
        await using var locks = new InMemoryLockProvider();
        await using (await locks.AcquireAsync("key"))
        {
            await Task.Yield();
        }

        await using var handle = await locks.TryAcquireAsync("key");
        Equal("key", handle?.Key.Value);
    }

    private static void Equal<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new InvalidOperationException($"{expected} is not {actual}");
        }
    }
}
