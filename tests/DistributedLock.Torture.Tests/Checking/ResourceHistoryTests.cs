namespace DistributedLock.Torture.Tests;

public sealed class ResourceHistoryTests
{
    [Fact]
    public void A_write_over_a_version_that_was_not_read_is_a_lost_update()
    {
        var story = Story.OfLeases()
            .Take(0, "a", token: 1, deadline: 1000).Read(1, "a", 1, version: 0, deadline: 1000).Write(2, "a", 1, basedOn: 0, version: 1, deadline: 1000)
            .Write(3, "a", 1, basedOn: 0, version: 2, deadline: 1000);
        Assert.Equal([Rule.LostUpdate], story.Broken);
    }

    [Fact]
    public void A_resource_that_lets_a_lower_token_pass_is_found_out()
    {
        var story = Story.OfLeases()
            .Take(0, "a", token: 1, deadline: 1000).Take(1100, "b", token: 2, deadline: 2100).Read(1110, "b", 2, version: 0, deadline: 2100)
            .Write(1120, "a", 1, basedOn: 0, version: 1);
        Assert.Equal([Rule.Fence], story.Broken);
    }

    [Fact]
    public void A_resource_that_answers_with_another_version_is_found_out()
    {
        var story = Story.OfLeases().Take(0, "a", token: 1, deadline: 1000).Read(1, "a", 1, version: 7, deadline: 1000);
        Assert.Equal([Rule.Fence], story.Broken);
    }

    [Fact]
    public void A_reader_that_is_not_in_force_any_more_may_read_two_versions()
    {
        // As below, blind to tokens: nothing but its deadline tells that it does not count.
        var reader = new ResourceReplay(hasTokens: true);
        var claim = new Claim(new HistoryEntry { Kind = EntryKind.Held, Attempt = "a", Access = Access.Shared }, askedAt: 0);
        claim.Extend(2);
        Assert.Null(reader.Add(new HistoryEntry { Kind = EntryKind.Read, At = 1, Attempt = "a", Access = Access.Shared, Version = 0, Accepted = true }, claim));
        Assert.Null(reader.Add(new HistoryEntry { Kind = EntryKind.Written, At = 3, Attempt = "w", BasedOn = 0, Version = 1, Accepted = true }, claim: null));
        Assert.Null(reader.Add(new HistoryEntry { Kind = EntryKind.Read, At = 4, Attempt = "a", Access = Access.Shared, Version = 1, Accepted = true }, claim));
    }

    [Fact]
    public void A_reader_that_reads_two_versions_is_a_violation()
    {
        var story = Story.OfLeases().Ask(0, "w").Take(0, "a", token: 1, deadline: 1000, Access.Shared).Read(1, "a", 1, version: 0, deadline: 1000);
        story.Hold(10, "w", token: 2).Write(20, "w", 2, basedOn: 0, version: 1);
        Assert.DoesNotContain(Rule.TornRead, story.Broken);

        // Its token is the lower one now: a good resource would keep it out. This one is made to be as blind as one without tokens.
        var reader = new ResourceReplay(hasTokens: true);
        var claim = new Claim(new HistoryEntry { Kind = EntryKind.Held, Attempt = "a", Access = Access.Shared }, askedAt: 0);
        claim.Extend(1_000_000);
        HistoryEntry Read(long at, long version) => new() { Kind = EntryKind.Read, At = at, Attempt = "a", Access = Access.Shared, Version = version, Accepted = true };
        HistoryEntry Write(long at) => new() { Kind = EntryKind.Written, At = at, Attempt = "w", BasedOn = 0, Version = 1, Accepted = true };
        Assert.Null(reader.Add(Read(1, 0), claim));
        Assert.Null(reader.Add(Write(2), claim: null));
        Assert.Equal(Rule.TornRead, reader.Add(Read(3, 1), claim)?.Rule);
    }

    [Fact]
    public void A_late_write_is_kept_out_as_soon_as_the_next_holder_has_read()
    {
        var resource = new FencedResource();
        Assert.Equal((true, 0), resource.Read(1, Access.Exclusive));
        Assert.Equal((true, 0), resource.Read(2, Access.Exclusive));
        Assert.Equal((false, 0), resource.Write(1));
        Assert.Equal((true, 1), resource.Write(2));
    }

    [Fact]
    public void Readers_do_not_keep_each_other_out()
    {
        var resource = new FencedResource();
        Assert.True(resource.Read(2, Access.Shared).IsAccepted);
        Assert.True(resource.Read(1, Access.Shared).IsAccepted);
        Assert.False(resource.Write(1).IsAccepted);
        Assert.True(resource.Write(3).IsAccepted);
        Assert.False(resource.Read(2, Access.Shared).IsAccepted);
    }

    [Fact]
    public void Without_tokens_everything_passes()
    {
        var resource = new FencedResource();
        Assert.Equal((true, 1), resource.Write(null));
        Assert.Equal((true, 1), resource.Read(null, Access.Exclusive));
    }
}
