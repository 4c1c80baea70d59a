namespace DistributedLock.Torture.Tests;

public sealed class AttemptHistoryTests
{
    [Fact]
    public void A_token_that_does_not_grow_is_a_violation()
    {
        var story = Story.OfLeases().Take(0, "a", token: 5, deadline: 1000).Release(10, "a", deadline: 1000).Take(20, "b", token: 4);
        Assert.Equal([Rule.TokenOrder], story.Broken);
    }

    [Fact]
    public void A_token_that_two_get_is_a_violation()
    {
        var story = Story.OfLeases().Take(0, "a", token: 5, deadline: 1000).Release(10, "a", deadline: 1000).Take(20, "b", token: 5, deadline: 1020);
        Assert.Equal([Rule.TokenTwice], story.Broken);
    }

    [Fact]
    public void Attempts_that_run_at_the_same_time_have_no_order()
    {
        var story = Story.OfLeases().Ask(0, "a", Access.Shared).Ask(0, "b", Access.Shared).Hold(10, "b", token: 2, deadline: 1000).Hold(11, "a", token: 1, deadline: 1000);
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void An_attempt_that_never_ends_is_a_violation()
    {
        Assert.Equal([Rule.Unanswered], Story.OfLeases().Ask(0, "a").Finish().Broken);
        Assert.Equal([Rule.Unanswered], Story.OfLeases().Ask(0, "a").End(1, "a", WorkerEnds.Finished).Finish().Broken);
    }

    [Fact]
    public void A_killed_process_need_not_be_told() => Assert.Empty(Story.OfLeases().Ask(0, "a").End(1, "a", WorkerEnds.Killed).Finish().Broken);

    [Theory]
    [InlineData(40_000, Rule.Unanswered)]
    [InlineData(29_000, null)]
    public void An_attempt_that_ends_long_after_its_time_is_a_violation(int after, object? expected)
    {
        var story = Story.OfLeases().Ask(0, "a", timeout: 100).Tell(after, "a", Outcomes.Contended);
        Assert.Equal(expected, story.Broken.Cast<object>().SingleOrDefault());
    }

    [Fact]
    public void The_time_in_which_a_process_is_stopped_does_not_count()
    {
        var story = Story.OfLeases().Ask(0, "a", timeout: 100).Stop(10, "a").Continue(40_000, "a").Tell(50_000, "a", Outcomes.Contended);
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void An_exception_that_is_not_documented_is_a_violation()
    {
        Assert.Equal([Rule.UnexpectedFailure], Story.OfLeases().Ask(0, "a").Tell(1, "a", Outcomes.Unexpected, "NullReferenceException").Broken);
        Assert.Empty(Story.OfLeases().Ask(0, "a").Tell(1, "a", Outcomes.Failed, "unreachable").Broken);
    }

    [Fact]
    public void A_process_that_ends_by_itself_is_a_violation() => Assert.Equal([Rule.WorkerFailed], Story.OfLeases().End(1, "a", WorkerEnds.Failed).Broken);

    [Fact]
    public void A_key_that_stays_held_is_a_violation()
    {
        var story = Story.OfLeases().Add(0, new HistoryEntry { Kind = EntryKind.FreeAtLast, Key = "k", Accepted = false });
        Assert.Equal([Rule.StillHeld], story.Broken);
    }
}
