using DistributedLock.CompilerServices;
using DistributedLock.Hangfire.Tests.Jobs;
using Hangfire;
using Hangfire.States;

namespace DistributedLock.Hangfire.Tests;

/// <summary>Jobs of which it cannot be told which locks they need do not run.</summary>
public sealed class JobTableTests : IDisposable
{
    private const int Limit = 30_000;

    private readonly InMemoryLockProvider _locks = new();

    public void Dispose() => _locks.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Job_of_a_derived_class_has_the_lock_of_the_base_class_for_its_methods()
    {
        using var server = new HangfireServer(_locks);
        using var elsewhere = _locks.HoldElsewhere("report-acme");
        var job = server.Worker.Enqueue<DerivedReports>(reports => reports.Build("acme", default));

        await Task.Run(() => server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.IsType<DeletedState>(server.Worker[job].State);
    }

    [Fact(Timeout = Limit)]
    public async Task Job_of_a_derived_class_that_the_lock_does_not_know_fails()
    {
        using var server = new HangfireServer(_locks);
        var job = server.Worker.Enqueue<DerivedReports>(reports => reports.Rebuild("acme"));

        await Task.Run(() => server.Worker.Work(), TestContext.Current.CancellationToken);

        var failed = Assert.Single(server.Worker[job].History.OfType<FailedState>());
        Assert.Contains($"Put [DistributedLock] on '{typeof(DerivedReports)}'", failed.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(server.Probe.Runs);
    }

    [Fact(Timeout = Limit)]
    public void Interface_of_two_locked_classes_is_ambiguous()
    {
        var table = new JobMethodLocks(Row(typeof(One)), Row(typeof(Two)));

        var exception = Assert.Throws<InvalidOperationException>(() => table.Find(typeof(IWork), typeof(IWork).GetMethod("Do")!));

        Assert.Contains("Enqueue the job by the class", exception.Message, StringComparison.Ordinal);
        Assert.NotNull(table.Find(typeof(One), typeof(One).GetMethod("Do")!));
        Assert.Null(table.Find(typeof(string), typeof(string).GetMethod("Trim", [])!));
    }

    [Fact(Timeout = Limit)]
    public void Class_with_an_error_runs_no_job()
    {
        var rejected = new JobMethodLocks([new JobMethodLock(typeof(One), "has an error")]).Find(typeof(One), typeof(One).GetMethod("Do")!);

        var exception = Assert.Throws<InvalidOperationException>(() => rejected!.TryAcquire(_locks, [], CancellationToken.None));

        Assert.Equal("has an error", exception.Message);
    }

    [Fact(Timeout = Limit)]
    public void Provider_that_is_missing_is_an_error_when_the_filter_is_installed()
    {
        using var server = new HangfireServer(_locks);

        Assert.Throws<ArgumentNullException>(() => GlobalConfiguration.Configuration.UseDistributedLock((IDistributedLockProvider)null!));
        var exception = Assert.Throws<InvalidOperationException>(() => GlobalConfiguration.Configuration.UseDistributedLock(new EmptyContainer()));
        Assert.Contains("AddDistributedLock", exception.Message, StringComparison.Ordinal);
    }

    private static JobMethodLock[] Row(Type type) => [new JobMethodLock(type, "Do", [], static (claims, locks, _) => { })];

    private interface IWork
    {
        void Do();
    }

    private sealed class One : IWork
    {
        public void Do()
        {
        }
    }

    private sealed class Two : IWork
    {
        public void Do()
        {
        }
    }

    private sealed class EmptyContainer : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
