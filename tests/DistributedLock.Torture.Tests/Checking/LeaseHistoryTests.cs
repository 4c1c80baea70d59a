namespace DistributedLock.Torture.Tests;

public sealed class LeaseHistoryTests
{
    [Fact]
    public void Two_holders_whose_leases_overlap_are_a_violation()
    {
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).Take(500, "b", token: 2, deadline: 1500);
        Assert.Equal([Rule.Exclusion], story.Broken);
    }

    [Fact]
    public void A_killed_holders_lease_keeps_others_out_until_its_end()
    {
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).End(10, "a", WorkerEnds.Killed).Take(900, "b", token: 2, deadline: 1900);
        Assert.Equal([Rule.Exclusion], story.Broken);
    }

    [Fact]
    public void A_holder_that_comes_when_the_lease_has_ended_is_good()
    {
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).End(10, "a", WorkerEnds.Killed).Take(1000, "b", token: 2, deadline: 2000);
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void The_grain_of_clocks_is_no_violation()
    {
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).Take(995, "b", token: 2, deadline: 1995);
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_released_lease_is_out_of_the_way()
    {
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).Release(10, "a", deadline: 1000).Take(20, "b", token: 2, deadline: 1020);
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_renewed_lease_counts_from_its_renewal()
    {
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).Look(400, "a", deadline: 1400).Take(1200, "b", token: 2, deadline: 2200);
        Assert.Equal([Rule.Exclusion], story.Broken);
    }

    [Fact]
    public void A_lease_that_is_lost_to_its_holder_stays_in_the_store()
    {
        // Two thirds have passed without an acknowledgement: its holder stops, and nobody else may begin.
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).Look(700, "a", lost: "NotRenewed").Take(800, "b", token: 2, deadline: 1800);
        Assert.Equal([Rule.Exclusion], story.Broken);
    }

    [Fact]
    public void A_stopped_holder_that_writes_late_and_is_kept_out_is_good()
    {
        var story = Story.OfLeases()
            .Take(0, "a", token: 1, deadline: 1000).Read(1, "a", token: 1, version: 0, deadline: 1000)
            .Stop(10, "a").Take(1100, "b", token: 2, deadline: 2100).Read(1110, "b", token: 2, version: 0, deadline: 2100)
            .Continue(1500, "a").Write(1510, "a", token: 1, basedOn: 0, version: 0, accepted: false)
            .Write(1520, "b", token: 2, basedOn: 0, version: 1, deadline: 2100);
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_message_that_was_under_way_for_long_says_nothing_about_now()
    {
        // It looked in time, with a rest of its lease, and was stopped before the line was read.
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).Take(1100, "b", token: 2, deadline: 2100).Look(1200, "a", deadline: 1000);
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_holder_in_force_after_a_later_one_was_seen_is_a_violation()
    {
        // The first word of a comes when b has had the lock and released it.
        var story = Story.OfLeases().Ask(0, "a").Take(10, "b", token: 2, deadline: 1010).Release(20, "b", deadline: 1010).Hold(30, "a", token: 1, deadline: 1000);
        Assert.Equal([Rule.Superseded], story.Broken);
    }

    [Fact]
    public void A_later_holder_of_whose_end_nothing_is_known_supersedes()
    {
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).Take(500, "b", token: 2);
        Assert.Equal([Rule.Superseded], story.Broken);
    }

    [Fact]
    public void Two_attempts_at_the_same_time_may_tell_in_any_order()
    {
        var story = Story.OfLeases().Ask(0, "a").Take(1100, "b", token: 2, deadline: 2100).Hold(1110, "a", token: 1, deadline: 1000);
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_store_that_forgot_may_let_another_one_in()
    {
        var story = Story.OfLeases()
            .Take(0, "a", token: 1, deadline: 1000).Forget(100).Take(110, "b", token: 2, deadline: 1110)
            .Look(120, "a", deadline: 1000).Look(300, "a", lost: "NotHeld");
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_lease_that_is_acknowledged_after_the_store_forgot_was_made_again()
    {
        var story = Story.OfLeases()
            .Take(0, "a", token: 1, deadline: 1000).Forget(100).Take(110, "b", token: 2, deadline: 1110).Release(120, "b", deadline: 1110)
            .Look(350, "a", deadline: 1330);
        Assert.Equal([Rule.Exclusion], story.Broken);
    }

    [Fact]
    public void A_lease_that_was_taken_before_the_store_forgot_and_told_after_is_void()
    {
        var story = Story.OfLeases().Ask(0, "a").Forget(100).Hold(110, "a", token: 1, deadline: 1050).Take(120, "b", token: 2, deadline: 1120);
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_lease_that_was_taken_while_the_store_was_made_to_forget_is_void()
    {
        var story = Story.OfLeases().BeginForget(100).Take(110, "a", token: 1, deadline: 1110).Look(120, "a", lost: "NotHeld").Take(130, "b", token: 2, deadline: 1130).Forget(140);
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_lease_that_was_renewed_while_the_store_was_made_to_forget_is_void()
    {
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).BeginForget(100).Look(150, "a", deadline: 1120).Take(160, "b", token: 2, deadline: 1160).Forget(170);
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_lease_that_was_taken_after_the_store_had_been_made_to_forget_is_none_of_what_it_forgot()
    {
        var story = Story.OfLeases().BeginForget(100).Forget(140).Take(150, "a", token: 1, deadline: 1150).Look(160, "a", lost: "NotHeld");
        Assert.Equal([Rule.TakenAway], story.Broken);
    }

    [Fact]
    public void A_lease_that_the_store_disowns_before_its_end_was_taken_away()
    {
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).Look(300, "a", lost: "NotHeld");
        Assert.Equal([Rule.TakenAway], story.Broken);
    }

    [Fact]
    public void A_lease_that_is_not_there_at_its_release_was_taken_away()
    {
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).Release(300, "a", deadline: 1000, lost: "NotHeld");
        Assert.Equal([Rule.TakenAway], story.Broken);
    }

    [Theory]
    [InlineData(1200, true)] // ended
    [InlineData(300, false)] // without tokens several servers decide
    public void A_lease_that_is_rightly_disowned_is_good(int at, bool hasTokens)
    {
        var story = Story.OfLeases(hasTokens: hasTokens).Take(0, "a", hasTokens ? 1 : null, deadline: 1000).Look(at, "a", lost: "NotHeld");
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void Without_tokens_holders_that_overlap_are_a_violation_all_the_same()
    {
        var story = Story.OfLeases(hasTokens: false).Take(0, "a", deadline: 1000).Take(500, "b", deadline: 1500);
        Assert.Equal([Rule.Exclusion], story.Broken);
    }

    [Fact]
    public void Readers_are_in_together()
    {
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000, Access.Shared).Take(10, "b", token: 2, deadline: 1010, Access.Shared);
        Assert.Empty(story.Broken);
    }

    [Theory]
    [InlineData(Access.Shared, Access.Exclusive)]
    [InlineData(Access.Exclusive, Access.Shared)]
    public void A_writer_beside_a_reader_is_a_violation(object first, object second)
    {
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000, (Access)first).Take(10, "b", token: 2, deadline: 1010, (Access)second);
        Assert.Equal([Rule.Exclusion], story.Broken);
    }

    [Fact]
    public void As_many_holders_as_permits_are_good()
    {
        var story = Story.OfLeases(permits: 2)
            .Take(0, "a", token: 1, deadline: 1000, Access.Permit).Take(10, "b", token: 2, deadline: 1010, Access.Permit)
            .Release(20, "a", deadline: 1000).Take(30, "c", token: 3, deadline: 1030, Access.Permit);
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void One_holder_more_than_permits_is_a_violation()
    {
        var story = Story.OfLeases(permits: 2)
            .Take(0, "a", token: 1, deadline: 1000, Access.Permit).Take(10, "b", token: 2, deadline: 1010, Access.Permit)
            .End(20, "a", WorkerEnds.Killed).Take(30, "c", token: 3, deadline: 1030, Access.Permit);
        Assert.Equal([Rule.Permits], story.Broken);
    }

    [Fact]
    public void Holders_that_never_meet_all_at_once_are_good()
    {
        // a and c both meet b, but not each other.
        var story = Story.OfLeases(permits: 2)
            .Take(0, "b", token: 1, deadline: 1000, Access.Permit).Take(10, "a", token: 2, deadline: 1010, Access.Permit).Release(20, "a", deadline: 1010)
            .Take(30, "c", token: 3, deadline: 1030, Access.Permit).Release(40, "c", deadline: 1030).Take(50, "d", token: 4, deadline: 1050, Access.Permit);
        Assert.Empty(story.Broken);
    }
}
