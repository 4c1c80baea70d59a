using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace DistributedLock.Runtime.Tests.Keys;

public sealed class LockKeyHashTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("a")]
    [InlineData("\u007f\u0080\u07ff\u0800\uffff")]
    [InlineData("\ud83d\ude00 and \udbff\udfff")]
    [InlineData("a\0b")]
    public Task Hash_of_text_is_that_of_its_Utf8_form(string key)
    {
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(key)), LockKeyHash.Sha256(key));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Lone_surrogates_have_different_hashes()
    {
        string[] keys = ["\ud800", "\ud801", "\udc00", "\ufffd", "\ud800x", "x\ud800", "\udc00\ud800", "\ud800\udc00"];
        Assert.Equal(keys.Length, keys.Select(static key => Convert.ToHexString(LockKeyHash.Sha256(key))).Distinct().Count());
        return Task.CompletedTask;
    }
}
