public sealed partial class Form
{
    private readonly IDistributedLockProvider _locks;

    public Form(IDistributedLockProvider locks, System.Timers.Timer timer)
    {
        _locks = locks;
        timer.Elapsed += async (_, _) => await SaveAsync("draft");
        timer.Elapsed += OnElapsed;
    }

    private async void OnElapsed(object? sender, System.Timers.ElapsedEventArgs arguments)
    {
        try
        {
            await SaveAsync("final");
        }
        catch (DistributedLockException exception)
        {
            Console.WriteLine(exception.Message);
        }
    }

    [DistributedLock("form-{name}")]
    public partial Task SaveAsync(string name, CancellationToken cancellationToken = default);

    private Task SaveCoreAsync(string name, CancellationToken cancellationToken) => Task.Delay(name.Length, cancellationToken);
}
