using DistributedLock.CompilerServices;
using DistributedLock.Runtime.Tests.Fakes;
using Xunit;

namespace DistributedLock.Runtime.Tests.CompilerServices;

/// <summary>How a generated wrapper takes several locks.</summary>
public sealed class LockClaimsTests
{
    private static readonly LockDefinition Definition = new("t-{ids*}", "A.B.C");

    private readonly RecordingProvider _alpha = new("alpha");
    private readonly RecordingProvider _beta = new("beta");
    private readonly LockClaims _claims = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Locks_of_several_providers_are_taken_in_the_order_of_their_names(bool isAsync)
    {
        var order = new List<string>();
        _alpha.Answer = (request, _) => Grant(_alpha, request, order);
        _beta.Answer = (request, _) => Grant(_beta, request, order);
        _claims.Add(_beta, Definition.CreateRequest("a"));
        _claims.Add(_alpha, Definition.CreateRequest("z"));
        _claims.Add(_beta, Definition.CreateRequest("A"));
        await using var all = isAsync ? await _claims.TryAcquireAsync(Token) : _claims.TryAcquire(Token);
        Assert.NotNull(all);
        Assert.Equal(["alpha z", "beta A", "beta a"], order);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Contended_lock_gives_null_and_is_named_by_the_exception(bool isAsync)
    {
        _beta.Answer = (_, _) => default;
        _claims.Add(_alpha, Definition.CreateRequest("a"));
        _claims.Add(_beta, Definition.CreateRequest("b"));
        Assert.Null(isAsync ? await _claims.TryAcquireAsync(Token) : _claims.TryAcquire(Token));
        Assert.Equal(["+a", "-a"], _alpha.Events);
        var exception = isAsync
            ? await Assert.ThrowsAsync<LockNotAcquiredException>(async () => await _claims.AcquireAsync(Token))
            : Assert.Throws<LockNotAcquiredException>(() => _claims.Acquire(Token));
        Assert.Equal("b", exception.Key);
        Assert.Equal("t-{ids*}", exception.Template);
        Assert.Equal(["+a", "-a", "+a", "-a"], _alpha.Events);
    }

    [Fact(Timeout = 30_000)]
    public async Task Key_held_by_the_flow_throws_before_anything_is_taken()
    {
        await using var outer = await _beta.AcquireAsync("b", cancellationToken: Token);
        _claims.Add(_alpha, Definition.CreateRequest("a"));
        _claims.Add(_beta, Definition.CreateRequest("b"));
        Assert.Throws<LockReentrancyException>(() => { _ = _claims.TryAcquireAsync(Token); });
        Assert.Throws<LockReentrancyException>(() => _claims.TryAcquire(Token));
        Assert.Empty(_alpha.Events);
    }

    [Fact(Timeout = 30_000)]
    public Task Elements_are_given_back_and_none_throws_and_names_the_placeholder()
    {
        int[] elements = [1, 2];
        Assert.Same(elements, LockClaims.Elements(elements, Definition, "ids"));
        var empty = Assert.Throws<ArgumentException>("ids", () => LockClaims.Elements(Array.Empty<int>(), Definition, "ids"));
        var missing = Assert.Throws<ArgumentException>("ids", () => LockClaims.Elements<int>(null, Definition, "ids"));
        Assert.Contains("'{ids*}' of the lock template 't-{ids*}' (A.B.C) is empty", empty.Message, StringComparison.Ordinal);
        Assert.Contains("is null", missing.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    private static ValueTask<IDistributedLockHandle?> Grant(RecordingProvider provider, LockRequest request, List<string> order)
    {
        order.Add($"{provider.Name} {request.Key}");
        return new ValueTask<IDistributedLockHandle?>(provider.Grant(request));
    }
}
