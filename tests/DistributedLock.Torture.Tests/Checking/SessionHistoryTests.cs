namespace DistributedLock.Torture.Tests;

public sealed class SessionHistoryTests
{
    [Fact]
    public void A_holder_that_is_not_lost_when_another_one_has_it_is_a_violation()
    {
        var story = Story.OfSessions().Take(0, "a", token: 1).Take(10, "b", token: 2).Look(20, "a");
        Assert.Equal([Rule.Superseded], story.Broken);
        story.Look(30, "b");
        Assert.Single(story.Broken);
    }

    [Fact]
    public void Holders_that_both_look_and_are_not_lost_overlap_also_without_tokens()
    {
        var story = new Story(new HistoryHeader { Backend = "sessions" }).Take(0, "a").Take(10, "b").Look(20, "a").Look(30, "b");
        Assert.Equal([Rule.Exclusion], story.Broken);
    }

    [Fact]
    public void A_look_from_before_the_other_one_had_it_says_nothing()
    {
        var story = Story.OfSessions().Take(0, "a", token: 1);
        var before = story.Last;
        story.Take(10, "b", token: 2).Look(20, "a", after: before);
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_holder_that_was_told_is_good()
    {
        var story = Story.OfSessions().Take(0, "a", token: 1).Take(10, "b", token: 2).Look(20, "a", lost: "SessionEnded").Look(30, "b");
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_killed_process_has_no_lock()
    {
        var story = Story.OfSessions().Take(0, "a", token: 1).Look(5, "a").End(8, "a", WorkerEnds.Killed).Take(10, "b", token: 2).Look(20, "b");
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_stopped_process_keeps_its_lock()
    {
        var story = Story.OfSessions().Take(0, "a", token: 1).Stop(5, "a").Take(1000, "b", token: 2).Continue(3000, "a").Look(3010, "a");
        Assert.Equal([Rule.Superseded], story.Broken);
    }

    [Fact]
    public void A_session_that_was_cut_may_learn_it_late()
    {
        var story = Story.OfSessions().Take(0, "a", token: 1).Forget(5, "a").Take(10, "b", token: 2).Look(20, "a").Look(30, "b");
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_cut_excuses_nobody_else()
    {
        var story = Story.OfSessions().Take(0, "a", token: 1).Forget(5, "c").Take(10, "b", token: 2).Look(20, "a");
        Assert.Equal([Rule.Superseded], story.Broken);
    }

    [Fact]
    public void A_lock_that_was_taken_after_the_cut_is_judged()
    {
        var story = Story.OfSessions().Forget(5).Take(10, "a", token: 1).Take(20, "b", token: 2).Look(30, "a");
        Assert.Equal([Rule.Superseded], story.Broken);
    }

    [Fact]
    public void A_lock_that_was_perhaps_taken_before_the_cut_is_not()
    {
        var story = Story.OfSessions().Ask(0, "a").Forget(5).Hold(10, "a", token: 1).Take(20, "b", token: 2).Look(30, "a");
        Assert.Empty(story.Broken);
    }
    [Fact]
    public void A_lock_that_was_taken_while_sessions_were_cut_is_not()
    {
        var story = Story.OfSessions().BeginForget(5).Take(10, "a", token: 1).Take(20, "b", token: 2).Look(30, "a").Forget(40);
        Assert.Empty(story.Broken);
    }
}
