namespace DistributedLock.Testing.Tests.Scripts;

public sealed class ScriptedRequestsTests
{
    private static readonly LockDefinition Definition = new("invoice-{tenantId}", "Invoices.CreateAsync");

    private readonly FakeLockProvider _locks = new();

    [Fact(Timeout = 60_000)]
    public void Rules_are_used_in_the_order_in_which_they_were_written()
    {
        _locks.On("k").Once().Contend();
        _locks.On("k").Next(2).Fail();
        _locks.On("k").Once().Grant();
        _locks.OnAny().Contend();

        Assert.False(IsGranted("k"));
        Assert.Throws<LockBackendException>(() => IsGranted("k"));
        Assert.False(IsGranted("other"));
        Assert.Throws<LockBackendException>(() => IsGranted("k"));
        Assert.True(IsGranted("k"));
        Assert.False(IsGranted("k"));
    }

    [Fact(Timeout = 60_000)]
    public void Rule_for_a_template_applies_to_all_keys_of_its_declaration_alone()
    {
        _locks.OnTemplate("invoice-{tenantId}").Contend();

        Assert.Null(_locks.TryAcquire(Definition.CreateRequest("invoice-7"), TestContext.Current.CancellationToken));
        Assert.Null(_locks.TryAcquire(Definition.CreateRequest("invoice-8"), TestContext.Current.CancellationToken));
        Assert.True(IsGranted("invoice-7"));
    }

    [Fact(Timeout = 60_000)]
    public void Rule_for_a_condition_applies_where_it_holds()
    {
        var rule = _locks.On(static request => request.Key.Value.Length > 1).Contend();

        Assert.True(IsGranted("k"));
        Assert.False(IsGranted("kk"));
        Assert.Equal(1, rule.Uses);
        Assert.Null(rule.Times);
    }

    [Fact(Timeout = 60_000)]
    public void Rule_for_the_next_requests_decides_so_many_of_callers_that_race()
    {
        var rule = _locks.On(static _ => true).Next(50).Contend();
        var contended = 0;

        Parallel.For(0, 200, number =>
        {
            if (!IsGranted($"k{number}"))
            {
                Interlocked.Increment(ref contended);
            }
        });

        Assert.Equal((50, 50), (contended, rule.Uses));
    }

    [Fact(Timeout = 60_000)]
    public void Script_can_be_cleared()
    {
        _locks.OnAny().Contend();

        _locks.ClearScript();

        Assert.True(IsGranted("k"));
    }

    [Fact(Timeout = 60_000)]
    public void Rule_that_was_never_used_is_named()
    {
        _locks.On("k").Contend();
        _locks.On("misspelt").Next(2).LoseAfter(TimeSpan.FromSeconds(1.5));
        IsGranted("k");

        var error = Assert.Throws<LockAssertionException>(_locks.AssertScriptUsed);

        Assert.Contains("no request for the next 2 of key 'misspelt': lost after 1.5 s.", error.Message, StringComparison.Ordinal);
        IsGranted("misspelt");
        _locks.AssertScriptUsed();
    }

    [Fact(Timeout = 60_000)]
    public void Arguments_that_cannot_work_are_named()
    {
        var any = _locks.OnAny();

        Assert.StartsWith("template is empty: expected the template of an attribute", Assert.Throws<ArgumentException>("template", () => _locks.OnTemplate("")).Message, StringComparison.Ordinal);
        Assert.StartsWith("A rule needs a key", Assert.Throws<ArgumentException>("key", () => _locks.On(default(LockKey))).Message, StringComparison.Ordinal);
        Assert.StartsWith("times must be 1 or more", Assert.Throws<ArgumentOutOfRangeException>("times", () => any.Next(0)).Message, StringComparison.Ordinal);
        Assert.StartsWith("delay must be a time of more than zero", Assert.Throws<ArgumentOutOfRangeException>("delay", () => any.Slow(TimeSpan.Zero)).Message, StringComparison.Ordinal);
        Assert.StartsWith("time must be a time from zero", Assert.Throws<ArgumentOutOfRangeException>("time", () => any.LoseAfter(TimeSpan.FromSeconds(-1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("after", () => any.Pause(TimeSpan.FromDays(50), TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>("duration", () => any.Pause(TimeSpan.FromSeconds(1), TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>("duration", () => any.Pause(TimeSpan.FromDays(30), TimeSpan.FromDays(30)));
        Assert.Throws<ArgumentNullException>("exception", () => any.Fail((Exception)null!));
        Assert.Throws<ArgumentNullException>("condition", () => _locks.On((Func<LockRequest, bool>)null!));
    }

    private bool IsGranted(string key)
    {
        using var handle = _locks.TryAcquire(new LockRequest(key) { Timeout = TimeSpan.Zero });
        return handle is not null;
    }
}
