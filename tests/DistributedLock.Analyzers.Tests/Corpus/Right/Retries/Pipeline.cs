public sealed class Pipeline
{
    public async ValueTask ExecuteAsync<TState>(Func<TState, CancellationToken, ValueTask> callback, TState state, CancellationToken cancellationToken)
    {
        await callback(state, cancellationToken);
    }
}

public class Imports(IDistributedLockProvider locks, Pipeline pipeline)
{
    public async Task RunAsync(string file, CancellationToken cancellationToken)
    {
        await pipeline.ExecuteAsync(
            static async (state, token) =>
            {
                await using var handle = await state.locks.AcquireAsync($"import-{state.file}", cancellationToken: token);
                await Task.Delay(state.file.Length, handle.LostToken);
            },
            (locks, file),
            cancellationToken);
    }
}
