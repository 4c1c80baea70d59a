#pragma warning disable DLK0009 // What the compiler refuses on an abstract action must be locked all the same: libraries may be older than its check.
using System.Net;
using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;
using Microsoft.AspNetCore.Mvc;

namespace DistributedLock.AspNetCore.Tests.Controllers;

/// <summary>Actions that override others: they inherit the route, and so the locks.</summary>
public sealed partial class OverrideTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("/pay/7", "pay-7")]
    [InlineData("/refund/7", "refund-7")]
    [InlineData("/typed/7", "typed-7")]
    [InlineData("/narrowed/7", "narrowed-7")]
    [InlineData("/replaced/7", "new-7")]
    [InlineData("/wrapped/7", "wrapped-7")]
    public async Task Override_takes_the_locks_of_the_nearest_method_that_declares_some(string path, string key)
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(provider, typeof(DerivedController));

        using var response = await app.Client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(key, provider.Key);
        Assert.Single(provider.Released);
    }

    [Fact(Timeout = 60_000)]
    public async Task Method_that_hides_a_locked_one_is_another_method()
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(provider, typeof(DerivedController));

        Assert.Equal("7", await app.Client.GetStringAsync("/hiding/7", Cancellation));
        Assert.Empty(provider.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task Override_without_the_parameter_that_the_lock_names_stops_the_start()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(new FakeProvider(), typeof(RenamingController)));

        Assert.Contains("no parameter 'id'", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Override_of_a_wrapper_stops_the_start()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(new FakeProvider(), typeof(WrapperOverridingController)));

        Assert.Contains("overrides 'WrapperController.Get', a partial method that takes its lock itself", exception.Message, StringComparison.Ordinal);
        Assert.Contains("override", exception.Message, StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(IDistributedLockProvider provider, Type controller) => TestApp.StartAsync(
        provider,
        static app => app.MapControllers(),
        services => services.AddOnlyControllers(controller));

    public abstract class BaseController<T> : ControllerBase
    {
        [HttpGet("/pay/{id}")]
        [DistributedLock("pay-{id}")]
        public virtual string Pay(int id) => $"{id}";

        [HttpGet("/refund/{id}")]
        [DistributedLock("refund-{id}")]
        public abstract Task<string> Refund(int id);

        [HttpGet("/typed/{id}")]
        [DistributedLock("typed-{id}")]
        public abstract string Typed(T id);

        [DistributedLock("narrowed-{id}")]
        public virtual object Narrowed(int id) => id;

        [HttpGet("/replaced/{id}")]
        [DistributedLock("old-{id}")]
        public virtual string Replaced(int id) => $"{id}";

        [HttpGet("/wrapped/{id}")]
        [DistributedLock("base-{id}")]
        public virtual Task<string> Wrapped(int id) => Task.FromResult($"{id}");

        [DistributedLock("hidden-{id}")]
        public virtual string Hiding(int id) => $"{id}";
    }

    public abstract class MiddleController : BaseController<int>
    {
        public override string Pay(int id) => base.Pay(id);
    }

    internal sealed partial class DerivedController(IDistributedLockProvider locks) : MiddleController
    {
        public override string Pay(int id) => base.Pay(id);

        public override Task<string> Refund(int id) => Task.FromResult($"{id}");

        public override string Typed(int id) => $"{id}";

        [HttpGet("/narrowed/{id}")]
        public override string Narrowed(int id) => $"{id}";

        [DistributedLock("new-{id}")]
        public override string Replaced(int id) => base.Replaced(id);

        /// <summary>It takes its lock itself.</summary>
        [DistributedLock("wrapped-{id}")]
        public override partial Task<string> Wrapped(int id);

        [HttpGet("/hiding/{id}")]
        public new string Hiding(int id) => $"{id}";

        private Task<string> WrappedCore(int id) => Task.FromResult($"{id} {locks}");
    }

    internal sealed class RenamingController : MiddleController
    {
        public override string Pay(int number) => base.Pay(number);

        public override Task<string> Refund(int id) => Task.FromResult($"{id}");

        public override string Typed(int id) => $"{id}";
    }

    public partial class WrapperController(IDistributedLockProvider locks) : ControllerBase
    {
        [HttpGet("/wrapper/{id}")]
        [DistributedLock("k-{id}")]
        public virtual partial Task<string> Get(int id);

        private Task<string> GetCore(int id) => Task.FromResult($"{id} {locks}");
    }

    internal sealed class WrapperOverridingController(IDistributedLockProvider locks) : WrapperController(locks)
    {
        public override Task<string> Get(int id) => base.Get(id);
    }
}
