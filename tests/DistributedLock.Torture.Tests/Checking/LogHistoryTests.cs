namespace DistributedLock.Torture.Tests;

public sealed class LogHistoryTests
{
    [Fact]
    public void Writes_with_their_entries_are_good()
    {
        var story = Pair(Pair(Take(Story.OfLeases(), 0, "a", 1), 10, "a", 1, version: 1), 20, "a", 1, version: 2)
            .Release(30, "a", deadline: 1000)
            .ReadAtLast(40, 2, (1, 1), (1, 2));
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_write_between_another_holders_write_and_its_entry_tears_the_pair()
    {
        // Two that have one token: fencing tells them apart no more than the store does, and both increments are there.
        var story = Take(Story.OfLeases(), 0, "a", 1).Write(10, "a", 1, basedOn: 0, version: 1);
        Pair(Take(story, 1100, "b", 1, version: 1), 1110, "b", 1, version: 2).Append(1120, "a", 1, written: 1, length: 2);
        Assert.Equal([Rule.TokenTwice, Rule.TornPair], story.Broken);
    }

    [Fact]
    public void A_read_between_another_holders_write_and_its_entry_tears_the_pair()
    {
        var story = Take(Story.OfLeases(), 0, "a", 1).Write(10, "a", 1, basedOn: 0, version: 1);
        Take(story, 1100, "b", 1, version: 1).Append(1120, "a", 1, written: 1, length: 1);
        Assert.Equal([Rule.TokenTwice, Rule.TornPair], story.Broken);
    }

    [Fact]
    public void An_entry_about_another_write_than_the_last_one_is_a_torn_pair()
    {
        var story = Take(Story.OfLeases(), 0, "a", 1).Write(10, "a", 1, basedOn: 0, version: 1).Append(11, "a", 1, written: 7, length: 1);
        Assert.Equal([Rule.TornPair], story.Broken);
    }

    [Fact]
    public void An_entry_that_is_kept_out_by_a_later_token_is_good()
    {
        var story = Take(Story.OfLeases(), 0, "a", 1).Write(10, "a", 1, basedOn: 0, version: 1);
        Pair(Take(story, 1100, "b", 2, version: 1).Append(1105, "a", 1, written: 1, length: 0, accepted: false), 1110, "b", 2, version: 2)
            .Release(1120, "a").Release(1130, "b", deadline: 2100)
            .ReadAtLast(1140, 2, (2, 2));
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_holder_that_dies_between_its_write_and_its_entry_is_good()
    {
        var story = Take(Story.OfLeases(), 0, "a", 1).Write(10, "a", 1, basedOn: 0, version: 1).End(20, "a", WorkerEnds.Killed);
        Pair(Take(story, 1100, "b", 2, version: 1), 1110, "b", 2, version: 2).Release(1120, "b", deadline: 2100).ReadAtLast(1130, 2, (2, 2));
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_write_that_is_kept_out_needs_no_entry()
    {
        var story = Take(Take(Story.OfLeases(), 0, "a", 1), 1100, "b", 2).Write(1110, "a", 1, basedOn: 0, version: 0, accepted: false).Release(1120, "a");
        Pair(story, 1130, "b", 2, version: 1).Release(1140, "b", deadline: 2100).ReadAtLast(1150, 1, (2, 1));
        Assert.Empty(story.Broken);
    }

    [Fact]
    public void A_holder_that_lives_and_does_not_append_is_found_at_the_end()
    {
        var story = Take(Story.OfLeases(), 0, "a", 1).Write(10, "a", 1, basedOn: 0, version: 1).Release(20, "a", deadline: 1000).End(30, "a", WorkerEnds.Killed);
        Assert.Empty(story.Broken);
        Assert.Equal([Rule.LogBalance], story.ReadAtLast(40, 1).Broken);
    }

    [Fact]
    public void A_holder_that_writes_on_without_an_entry_is_found_at_the_end()
    {
        var story = Pair(Take(Story.OfLeases(), 0, "a", 1).Write(10, "a", 1, basedOn: 0, version: 1), 20, "a", 1, version: 2).Release(30, "a", deadline: 1000);
        Assert.Equal([Rule.LogBalance], story.ReadAtLast(40, 2, (1, 2)).Broken);
    }

    [Fact]
    public void An_entry_with_a_lower_token_than_the_one_before_is_out_of_order()
    {
        var log = new LogChecker(hasTokens: true);
        HistoryEntry Entry(EntryKind kind, string who, long token, long version) => new()
        {
            Kind = kind, Attempt = who, Token = token, Version = version, BasedOn = version, Accepted = true,
        };
        Assert.Null(log.Add(Entry(EntryKind.Written, "b", 2, 1), claim: null));
        Assert.Null(log.Add(Entry(EntryKind.Appended, "b", 2, 1), claim: null));
        Assert.Null(log.Add(Entry(EntryKind.Written, "a", 1, 2), claim: null));
        Assert.Equal(Rule.LogOrder, log.Add(Entry(EntryKind.Appended, "a", 1, 2), claim: null)?.Rule);
    }

    [Theory]
    [InlineData(2, "1")] // one is lost
    [InlineData(2, "1 2 2")] // one is there twice
    [InlineData(2, "2 1")] // the order is another one
    [InlineData(3, "1 2")] // an increment that nobody made
    public void A_log_and_a_counter_that_are_not_what_was_accepted_are_found(long counter, string versions)
    {
        var story = Pair(Pair(Take(Story.OfLeases(), 0, "a", 1), 10, "a", 1, version: 1), 20, "a", 1, version: 2).Release(30, "a", deadline: 1000);
        Assert.Equal([Rule.LogBalance], story.ReadAtLast(40, counter, [.. versions.Split(' ').Select(static version => ((long?)1, (long)(version[0] - '0')))]).Broken);
    }

    [Fact]
    public void An_entry_that_was_changed_is_found()
    {
        var story = Pair(Take(Story.OfLeases(), 0, "a", 1), 10, "a", 1, version: 1).Release(20, "a", deadline: 1000);
        Assert.Equal([Rule.LogBalance], story.ReadAtLast(30, 1, (2, 1)).Broken);
    }

    [Fact]
    public void Without_tokens_only_the_balance_is_judged()
    {
        var story = Take(Story.OfLeases(hasTokens: false), 0, "a", null).Write(10, "a", null, basedOn: 0, version: 1);
        Pair(Take(story, 1100, "b", null, version: 1), 1110, "b", null, version: 2).Append(1120, "a", null, written: 1, length: 2).Release(1130, "a").Release(1140, "b");
        Assert.Empty(story.Broken);
        Assert.Equal([Rule.LogBalance], story.ReadAtLast(1150, 2, (null, 2)).Broken);
    }

    /// <summary>It takes the lock, with a lease of a second, and reads.</summary>
    private static Story Take(Story story, int at, string who, long? token, long version = 0) =>
        story.Take(at, who, token, deadline: at + 1000).Read(at + 1, who, token, version, deadline: at + 1000);

    /// <summary>It writes a version, and appends its entry.</summary>
    private static Story Pair(Story story, int at, string who, long? token, long version) => story
        .Write(at, who, token, basedOn: version - 1, version)
        .Append(at + 1, who, token, written: version, length: story.Appended + 1);
}
