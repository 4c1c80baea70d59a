using DistributedLock.Hangfire.Tests.Filters;
using DistributedLock.Hangfire.Tests.Jobs;
using Hangfire;
using Hangfire.Common;
using Hangfire.MiniWorker;
using Hangfire.States;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Hangfire.Tests;

/// <summary>A job is taken for what it is, by whatever name it was enqueued and in whatever storage it lies.</summary>
public sealed class IdentityTests : IDisposable
{
    private const int Limit = 30_000;

    private readonly InMemoryLockProvider _locks = new();

    public void Dispose() => _locks.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Job_enqueued_by_an_abstract_base_class_is_locked()
    {
        using var server = new HangfireServer(_locks, static services => services.AddScoped<Archive, LockedArchive>());
        using var elsewhere = _locks.HoldElsewhere("archive-7");
        var job = server.Worker.Enqueue<Archive>(static archive => archive.Pack(7));
        var free = server.Worker.Enqueue<Archive>(static archive => archive.Pack(8));

        await Task.Run(() => server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.IsType<DeletedState>(server.Worker[job].State);
        Assert.IsType<SucceededState>(server.Worker[free].State);
        Assert.Equal(["archive 8"], server.Probe.Runs);
    }

    [Fact(Timeout = Limit)]
    public async Task Jobs_of_two_storages_with_one_id_do_not_get_each_others_state()
    {
        using var server = new HangfireServer(_locks, static services => services.AddScoped<LockedArchive>());
        var filter = HangfireServer.NewFilter(_locks);
        var interlude = new Interlude();
        var first = new MiniServer(new ContainerActivator(server.Services), Filters((filter, 10), (interlude, 5)));
        var second = new MiniServer(new ContainerActivator(server.Services), Filters((filter, 10)));
        using var elsewhere = _locks.HoldElsewhere("archive-1");
        var skipped = first.Enqueue<LockedArchive>(static archive => archive.Pack(1));
        var ran = second.Enqueue<LockedArchive>(static archive => archive.Pack(2));
        interlude.Then = () => second.Work();

        await Task.Run(() => first.Work(), TestContext.Current.CancellationToken);

        Assert.Equal(skipped, ran);
        Assert.IsType<DeletedState>(first[skipped].State);
        Assert.IsType<SucceededState>(second[ran].State);
        Assert.Equal(["archive 2"], server.Probe.Runs);
    }

    private static JobFilterCollection Filters(params (object Filter, int Order)[] filters)
    {
        var collection = new JobFilterCollection();
        foreach (var (filter, order) in filters)
        {
            collection.Add(filter, order);
        }

        return collection;
    }
}
