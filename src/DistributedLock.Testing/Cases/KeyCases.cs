using System.Globalization;

namespace DistributedLock.Testing;

/// <summary>Any text is a key, and two texts that differ in anything are two locks.</summary>
internal static class KeyCases
{
    public static IEnumerable<LockConformanceCase> All =>
    [
        Distinct("Keys_that_differ_in_case_are_different_locks", context => Named(context, "abc", "ABC", "Abc", "straße", "STRASSE", "İ", "i", "ı", "I")),
        Distinct("Keys_that_differ_in_white_space_are_different_locks", context => Named(context, "a", " a", "a ", "a\t", "a\n", "a\r\n", "a\u00a0", "a\u200b")),
        Distinct("Keys_that_differ_in_normalization_are_different_locks", context => Named(context, "\u00e9", "e\u0301", "\ufb01", "fi", "\u212b", "\u00c5")),
        Distinct("Keys_that_look_like_paths_are_different_locks", context => Named(context,
            ".", "..", "/", "\\", "//", "a/b", "a\\b", "a/../b", "./b", "b", "b/", "~", "~/b", "C:", "C:\\b", "CON", "nul.txt", "a:b", "a*", "a?", "a|b", "\"a\"")),
        Distinct("Keys_with_control_characters_are_different_locks", context => Named(context, "a", "a\0", "\0a", "a\0b", "a\0c", "\u0001", "\u007f", "\u0085")),
        Distinct("Keys_with_escapes_are_different_locks", context => Named(context, "%", "%25", "%2525", "a%2Fb", "a/b", "{a}", "a}", "*", "[a]", "'", "''", ";--")),
        Distinct("Keys_of_every_Unicode_plane_are_different_locks", EveryPlane),
        Distinct("Keys_with_lone_surrogates_are_different_locks", context => Named(context, "\ud800", "\ud801", "\udc00", "\udfff", "\ufffd", "a\ud800b", "a\ud801b")),
        Distinct("Long_keys_that_differ_at_the_end_are_different_locks", LongKeys),
        new("Keys_of_every_length_can_be_locked", LockCapabilities.None, EveryLengthAsync),
        new("Numeric_key_can_be_locked", LockCapabilities.None, NumericAsync),
    ];

    /// <summary>Holds all of the keys at once: two that a backend confuses would exclude each other.</summary>
    private static LockConformanceCase Distinct(string name, Func<ConformanceContext, IEnumerable<LockKey>> keys) =>
        new(name, LockCapabilities.None, async (context, cancellationToken) =>
        {
            var contender = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
            var handles = new List<IDistributedLockHandle>();
            foreach (var key in keys(context))
            {
                var handle = await contender.AcquireAsync(context.Once(key)).ConfigureAwait(false);
                Expect.Equal(key, handle.Key, "the handle's key");
                handles.Add(handle);
            }

            foreach (var handle in handles)
            {
                await Expect.ContendedAsync(contender, context.Once(handle.Key), "it is held").ConfigureAwait(false);
            }

            foreach (var handle in handles)
            {
                await contender.ReleaseAsync(handle).ConfigureAwait(false);
            }
        });

    private static IEnumerable<LockKey> Named(ConformanceContext context, params string[] texts)
    {
        // The run's own part comes first in one half and last in the other: a difference must count wherever it stands.
        var run = context.Key("").Value;
        return texts.Select(text => new LockKey($"{text}{run}")).Concat(texts.Select(text => new LockKey($"{run}{text}")));
    }

    private static IEnumerable<LockKey> EveryPlane(ConformanceContext context) => Named(
        context,
        [
            .. Enumerable.Range(0, 17).Select(static plane => char.ConvertFromUtf32((plane << 16) + 0x1F4A)),
            .. Enumerable.Range(0, 17).Select(static plane => char.ConvertFromUtf32((plane << 16) + 0xFFFD)),
        ]);

    private static IEnumerable<LockKey> LongKeys(ConformanceContext context)
    {
        var run = context.Key("").Value;
        foreach (var length in new[] { 60, 120, 200, 250, 512, 1000, 4000 })
        {
            var prefix = run + new string('x', length - run.Length - 1);
            yield return new LockKey(prefix + "a");
            yield return new LockKey(prefix + "b");
            yield return new LockKey(prefix + "\u20ac");
        }
    }

    private static async Task EveryLengthAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        foreach (var letter in new[] { 'k', '\u20ac' })
        {
            foreach (var length in new[] { 1, 2, 3, 8, 31, 32, 63, 64, 65, 127, 128, 129, 199, 200, 201, 254, 255, 256, 257, 511, 900, 1024, 2048, 4000 })
            {
                // These keys cannot carry the run's own name, so another run may hold them for a moment.
                var key = new LockKey(new string(letter, length));
                var handle = await contender.AcquireAsync(context.Once(key) with { Timeout = context.Patience }).ConfigureAwait(false);
                Expect.Equal(key, handle.Key, "the handle's key");
                await contender.ReleaseAsync(handle).ConfigureAwait(false);
            }
        }
    }

    private static async Task NumericAsync(ConformanceContext context, CancellationToken cancellationToken)
    {
        var contender = new Contender(await context.CreateProviderAsync().ConfigureAwait(false), LockForm.Async, cancellationToken);
        var number = BitConverter.ToInt64(Guid.NewGuid().ToByteArray(), 0);
        var numeric = context.Once(LockKey.FromInt64(number));
        var handle = await contender.AcquireAsync(numeric).ConfigureAwait(false);
        await Expect.ContendedAsync(contender, numeric, "it is held").ConfigureAwait(false);
        Expect.Equal(new LockKey(number.ToString(CultureInfo.InvariantCulture)), handle.Key, "the handle's key");
        await contender.ReleaseAsync(handle).ConfigureAwait(false);
        await Expect.FreeAsync(contender, numeric, context, "it was released").ConfigureAwait(false);
    }
}
