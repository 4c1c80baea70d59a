using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;
using Microsoft.AspNetCore.Mvc;

namespace DistributedLock.AspNetCore.Tests.Controllers;

/// <summary>Which actions take their locks themselves.</summary>
public sealed partial class GeneratedWrapperTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("/twin/7", "twin-7")]
    [InlineData("/pair/7", "pair-7")]
    public async Task Types_that_differ_in_their_type_parameters_alone_are_not_taken_for_each_other(string path, string key)
    {
        var provider = new FakeProvider();
        await using var app = await TestApp.StartAsync(
            provider,
            static app => app.MapControllers(),
            static services => services.AddOnlyControllers(typeof(TwinController), typeof(PairController)));

        Assert.Equal("7", await app.Client.GetStringAsync(path, Cancellation));
        Assert.Equal(key, provider.Key);
    }

    internal sealed class TwinController : ControllerBase
    {
        [HttpGet("/twin/{id}")]
        [DistributedLock("twin-{id}")]
        public int Get(int id) => id;
    }

    internal abstract partial class TwinController<TFirst, TSecond>(IDistributedLockProvider locks) : ControllerBase
    {
        /// <summary>It takes its lock itself, also on the controllers that inherit it.</summary>
        [HttpGet("/pair/{id}")]
        [DistributedLock("pair-{id}")]
        public partial Task<int> Get(int id);

        private Task<int> GetCore(int id) => Task.FromResult(locks is null ? 0 : id);
    }

    internal sealed class PairController(IDistributedLockProvider locks) : TwinController<string, int>(locks);
}
