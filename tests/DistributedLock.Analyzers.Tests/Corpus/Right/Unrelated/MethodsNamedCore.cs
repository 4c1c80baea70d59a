public class Shapes
{
    public int Draw() => DrawCore(1);

    public Task<int> DrawAsync() => DrawCoreAsync();

    protected virtual int DrawCore(int times) => times;

    protected virtual Task<int> DrawCoreAsync() => Task.FromResult(1);
}
