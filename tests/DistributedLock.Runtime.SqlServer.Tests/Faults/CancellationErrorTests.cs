namespace DistributedLock.SqlServer.Tests;

/// <summary>
/// The driver tells a cancellation in several ways, one of which (the token fires while the request is written) is also how it tells that its pool is exhausted.
/// </summary>
public sealed class CancellationErrorTests
{
    private static readonly InvalidOperationException OfDriver = new("Operation cancelled by user.") { Source = "Microsoft.Data.SqlClient" };

    [Fact(Timeout = 30_000)]
    public Task Error_of_the_driver_is_a_cancellation_only_when_the_caller_cancelled()
    {
        var canceled = new CancellationToken(canceled: true);
        Assert.True(SqlServerErrors.IsCancellation(OfDriver, canceled));
        Assert.True(SqlServerErrors.IsCancellation(new OperationCanceledException(), canceled));
        Assert.False(SqlServerErrors.IsCancellation(OfDriver, CancellationToken.None));
        Assert.False(SqlServerErrors.IsCancellation(new OperationCanceledException(), CancellationToken.None)); // a time limit of the driver's own
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Mistake_of_ours_stays_one_also_when_the_caller_cancelled()
    {
        Assert.False(SqlServerErrors.IsCancellation(new InvalidOperationException("mine"), new CancellationToken(canceled: true)));
        Assert.Contains("pool", SqlServerErrors.Explain(OfDriver, "sqlserver:x", "acquire").Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }
}
