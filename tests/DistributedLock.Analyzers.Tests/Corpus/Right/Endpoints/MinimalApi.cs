//: program
var builder = new WebApplication();
IDistributedLockProvider locks = new InMemoryLockProvider();
var carts = new Carts(locks);

builder.MapPost("/carts/{id}", async (int id, CancellationToken cancellationToken) =>
{
    await carts.CheckOutAsync(id, cancellationToken);
    return Results.Ok();
});
builder.MapPut("/carts/{id}", (int id, CancellationToken cancellationToken) => carts.CheckOutAsync(id, cancellationToken));
builder.MapGet("/carts/{id}", async (int id, CancellationToken cancellationToken) =>
{
    await using var handle = await locks.TryAcquireAsync($"cart-view-{id}", cancellationToken: cancellationToken);
    return handle is null ? Results.Conflict() : Results.Ok();
});
await builder.RunAsync();

internal sealed partial class Carts(IDistributedLockProvider locks)
{
    [DistributedLock("cart-{id}")]
    public partial Task CheckOutAsync(int id, CancellationToken cancellationToken = default);

    private Task CheckOutCoreAsync(int id, CancellationToken cancellationToken) => Task.Delay(id, cancellationToken);
}

internal sealed class WebApplication
{
    public void MapPost(string pattern, Delegate handler) => Console.WriteLine($"{pattern} {handler.Method}");

    public void MapPut(string pattern, Delegate handler) => Console.WriteLine($"{pattern} {handler.Method}");

    public void MapGet(string pattern, Delegate handler) => Console.WriteLine($"{pattern} {handler.Method}");

    public Task RunAsync() => Task.CompletedTask;
}

internal static class Results
{
    public static object Ok() => 200;

    public static object Conflict() => 409;
}
