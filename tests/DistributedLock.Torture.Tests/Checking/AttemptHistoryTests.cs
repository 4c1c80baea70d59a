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

    [Theory]
    [InlineData(29_000, null)]
    [InlineData(40_000, Rule.Unanswered)]
    public void A_kill_does_not_undo_that_an_attempt_was_overdue(int after, object? expected)
    {
        var story = Story.OfLeases().Ask(0, "a", timeout: 100).End(after, "a", WorkerEnds.Killed).Finish();
        Assert.Equal(expected, story.Broken.Cast<object>().SingleOrDefault());
    }

    [Theory]
    [InlineData(34_000, false, null)]
    [InlineData(36_000, false, Rule.Unanswered)]
    [InlineData(34_000, true, null)]
    [InlineData(36_000, true, Rule.Unanswered)]
    public void A_release_that_does_not_end_in_time_is_a_violation(int after, bool isKilled, object? expected)
    {
        var story = Story.OfSessions().Take(0, "a", token: 1).Add(0, new HistoryEntry { Kind = EntryKind.Releasing, Worker = "a", Attempt = "a", Key = "k" });
        story = isKilled
            ? story.End(after, "a", WorkerEnds.Killed)
            : story.Add(after, new HistoryEntry { Kind = EntryKind.Released, Worker = "a", Attempt = "a", Key = "k" });
        Assert.Equal(expected, story.Broken.Cast<object>().SingleOrDefault());
    }

    [Fact]
    public void The_time_in_which_a_releasing_process_is_stopped_does_not_count()
    {
        var story = Story.OfSessions().Take(0, "a", token: 1).Add(0, new HistoryEntry { Kind = EntryKind.Releasing, Worker = "a", Attempt = "a", Key = "k" })
            .Stop(1000, "a").Continue(40_000, "a").Add(50_000, new HistoryEntry { Kind = EntryKind.Released, Worker = "a", Attempt = "a", Key = "k" });
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void What_fails_while_the_lock_is_held_is_a_violation() =>
        Assert.Equal([Rule.UnexpectedFailure], Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).Tell(1, "a", Outcomes.Unexpected, "NullReferenceException").Broken);

    [Fact]
    public void A_token_that_is_missing_is_a_violation()
    {
        Assert.Equal([Rule.TokenMissing], Story.OfLeases().Take(0, "a", deadline: 1000).Broken);
        Assert.Empty(Story.OfLeases(hasTokens: false).Take(0, "a", deadline: 1000).Broken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_loss_where_nothing_can_be_lost_is_a_violation(bool hasLosses)
    {
        var story = Story.OfSessions(hasLosses).Take(0, "a", token: 1).Look(1, "a", lost: nameof(LockLossReason.SessionEnded));
        Assert.Equal(hasLosses ? [] : [Rule.LostForNothing], story.Broken);
    }

    [Theory]
    [InlineData(70, 1000, false, true)]
    [InlineData(70, 1000, true, false)] // somebody is served now and then
    [InlineData(50, 1000, false, false)] // not long enough
    [InlineData(15, 5000, false, false)] // hardly anybody asks
    public void A_key_that_nobody_gets_is_a_violation(int attempts, int apart, bool isServed, bool isViolation)
    {
        var story = Story.OfLeases();
        for (var i = 0; i < attempts; i++)
        {
            story = story.Ask(i * apart, "a").Tell((i * apart) + 100, "a", i % 2 == 0 ? Outcomes.Contended : Outcomes.Failed);
            if (isServed && i % 20 == 10)
            {
                story = story.Take((i * apart) + 200, "a", token: i, deadline: (i * apart) + 400).Release((i * apart) + 300, "a", deadline: (i * apart) + 400);
            }
        }

        Assert.Equal(isViolation ? [Rule.Starved] : [], story.Broken);
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
