namespace DistributedLock.Redis.Tests;

public sealed class ErrorTests
{
    [Fact(Timeout = 60_000)]
    public void Exception_of_the_driver_is_kept_beside_a_message_for_the_reader()
    {
        var timeout = new TimeoutException("whatever the driver says");

        var error = RedisErrors.Translate("redis:a", timeout);

        Assert.Equal("redis:a: the server did not answer in time.", error.Message);
        Assert.Same(timeout, error.InnerException);
        Assert.True(error.IsTransient);
    }

    [Fact(Timeout = 60_000)]
    public void Message_that_is_no_answer_of_a_server_is_not_read_as_one()
    {
        var error = RedisErrors.Translate("redis:a", new TimeoutException("no answer of OOM-READONLY-NOAUTH:6379"));

        Assert.Equal("redis:a: the server did not answer in time.", error.Message);
    }
}
