namespace DistributedLock.SqlServer.Tests;

public sealed class ApplicationLockNamesTests
{
    public static TheoryData<string> Keys =>
        new("k", "K", " k", "k ", "ключ", "k\0", "a:b", "~", new string('x', 240), new string('x', 241), new string('x', 4000), "\ud83d\ude00", "\ud83d");

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Keys))]
    public void Name_fits_whatever_the_key_is(string key)
    {
        foreach (var isSemaphore in new[] { false, true })
        {
            var names = new ApplicationLockNames(new LockResource(key, isSemaphore));
            foreach (var name in new[] { names.Lock, names.Writers, names.Waiters, names.Slot(0), names.Slot(int.MaxValue) })
            {
                Assert.InRange(name.Length, 1, 255);
                Assert.All(name, character => Assert.InRange(character, '!', '~'));
            }
        }
    }

    [Fact(Timeout = 60_000)]
    public void Names_of_different_keys_and_kinds_differ()
    {
        var names = Keys.Select(row => row.Data)
            .Select(key => new ApplicationLockNames(new LockResource(key, isSemaphore: false)))
            .SelectMany(names => new[] { names.Lock, names.Writers, names.Waiters, names.Slot(1), names.Slot(11) })
            .ToArray();

        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact(Timeout = 60_000)]
    public void Slot_is_named_as_the_statement_names_it() => Assert.Equal(
        ApplicationLockNames.SlotPrefix + "7" + new ApplicationLockNames(new LockResource("k", isSemaphore: true)).SlotSuffix,
        new ApplicationLockNames(new LockResource("k", isSemaphore: true)).Slot(7));
}
