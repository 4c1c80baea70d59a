using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Tests.Output;

public sealed class SecretsTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("localhost:6379,password=hunter2,ssl=true", "hunter2")]
    [InlineData("password=hunter2", "hunter2")]
    [InlineData("Host=db;Username=shop;Password=hunter2;Database=shop", "hunter2")]
    [InlineData("Host=db;PASSWORD = hunter2", "hunter2")]
    [InlineData("Server=db;User ID=sa;Pwd=hunter2", "hunter2")]
    [InlineData("Host=db;Password='hunter;2=x';Database=shop", "hunter;2=x")]
    [InlineData("Server=db;Password=\"hunter;2\"", "hunter;2")]
    [InlineData("localhost,password=hun,ter2", "ter2")]
    [InlineData("postgres://shop:hunter2@db/shop", "hunter2")]
    [InlineData("redis://:hunter2@db:6379", "hunter2")]
    [InlineData("Host=db;Ssl Password=hunter2", "hunter2")]
    public void Password_of_a_connection_string_is_hidden_in_any_text(string connection, string password)
    {
        var secrets = Secrets.In([connection]);

        Assert.DoesNotContain(password, secrets.Hide($"cannot use {connection}: '{password}' is wrong"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void Password_in_the_argument_after_its_keyword_is_hidden() =>
        Assert.Equal("unknown: ***", Secrets.In(["localhost,password=", "hunter2"]).Hide("unknown: hunter2"));

    [Fact(Timeout = 30_000)]
    public void Password_of_one_letter_leaves_the_other_words_whole() =>
        Assert.Equal("a table, *** and b", Secrets.In(["password=x"]).Hide("a table, x and b").Replace("max", "max", StringComparison.Ordinal));

    [Fact(Timeout = 30_000)]
    public void Text_without_a_password_stays_as_it_is() => Assert.Equal("localhost:6379 is down", Secrets.In(["localhost:6379,ssl=true"]).Hide("localhost:6379 is down"));
}
