namespace DistributedLock.FileSystem.Tests;

public sealed class KeyTests : FileLockTest
{
    public static TheoryData<string> HostileKeys =>
    [
        "A", "a/b", "..", ".", ".hidden", "trailing.", "/etc/passwd", "C:\\Windows", "con", "NUL", "com1.txt", "lpt9", "~", "a~b", " ", "\0", "a\0b", "*",
        "\n", "\u00e9", "e\u0301", "\u00df", "\u4e2d\u6587", "\ud83d\ude00", "\U00020000", "\U000F0000", "\U0010FFFF", "\ud800", "\udc00", "\ud800x",
        "@", "a@0", "k@permits", "k.lock", "-rf", "%00", "aux.",
    ];

    [Theory(Timeout = Limit)]
    [MemberData(nameof(HostileKeys), DisableDiscoveryEnumeration = true)]
    public async Task Hostile_key_locks_within_the_directory(string key)
    {
        var (one, other) = (NewProvider(), NewProvider());
        await using var held = await TakeAsync(one, Exclusive(key));

        await AssertContendedAsync(other, Exclusive(key));

        Assert.Equal(key, held.Key.Value);
        Assert.Equal(2, Directory.GetFiles(Root).Length);
        Assert.All(Directory.GetFiles(Root), file => Assert.Matches("^[a-z0-9._~@-]+$", Path.GetFileName(file)));
    }

    [Fact(Timeout = Limit)]
    public async Task Long_key_locks()
    {
        var key = new string('x', 4000);
        var (one, other) = (NewProvider(), NewProvider());
        await using var held = await TakeAsync(one, Exclusive(key));
        await using var beside = await TakeAsync(other, Exclusive(key + "x"));

        await AssertContendedAsync(other, Exclusive(key));
    }

    [Fact(Timeout = 60_000)]
    public void Different_keys_have_different_names_even_where_case_is_ignored()
    {
        var keys = HostileKeys.Select(row => row.Data).Concat(["k", "K", "a", "a-b", "A-b", "\ufffd", "\ud801", new string('x', 100), new string('x', 101)]).ToList();

        // What the names of two keys could be mistaken for: a key that is the name of another one.
        keys.AddRange(keys.Select(key => Path.GetFileNameWithoutExtension(Names(key).Lock)).ToList());

        var names = keys.Distinct().SelectMany(AllFiles).ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("invoice-42", "invoice-42.lock")]
    [InlineData("a.b_c-9", "a.b_c-9.lock")]
    public void Simple_key_is_its_own_name(string key, string name) => Assert.Equal(name, Path.GetFileName(Names(key).Lock));

    [Fact(Timeout = 60_000)]
    public void Other_key_keeps_a_readable_prefix() =>
        Assert.Matches("^_orders_north_42~[0-9a-f]{64}\\.lock$", Path.GetFileName(Names("/Orders/North:42").Lock));

    private static LockFileNames Names(string key, bool isSemaphore = false) => new("dir", new LockResource(key, isSemaphore));

    private static IEnumerable<string> AllFiles(string key)
    {
        var (names, permits) = (Names(key), Names(key, isSemaphore: true));
        return
        [
            names.Lock, names.Counter, names.Waiters, names.Writers, names.WritersProbe,
            permits.Counter, permits.Waiters, permits.Slot(0), permits.Slot(12),
        ];
    }
}
