using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace DistributedLock.Redis;

/// <summary>
/// A Lua script, sent by its hash; by its text when the server does not know it, which makes it known. A server forgets its scripts at a restart, a fail-over
/// and a <c>SCRIPT FLUSH</c>, and newer ones evict seldom used ones.
/// </summary>
/// <remarks>
/// Only on servers that take writes: a replica may lag behind, and would then call a lease lost that exists.
/// </remarks>
internal sealed class RedisScript
{
    private const CommandFlags Flags = CommandFlags.DemandMaster;

    public RedisScript(string text)
    {
        Text = text.Replace("\r", "");
        Hash = Sha1(Encoding.UTF8.GetBytes(Text));
    }

    public string Text { get; }

    /// <summary>What the server knows the script by.</summary>
    public byte[] Hash { get; }

    public Task<RedisResult> RunAsync(IDatabase database, RedisKey[] keys, RedisValue[] arguments) =>
        RunAsync(database, keys, arguments, static result => result, static _ => null);

    /// <summary>Runs the script and reads its answer, all in one state machine: a second one costs a percent of the round trip (Redis measurements).</summary>
    /// <param name="database">Where to run it.</param>
    /// <param name="keys">What it touches.</param>
    /// <param name="arguments">Its other arguments.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="translate">What is thrown instead of an exception; <see langword="null"/> to let it pass.</param>
    public async Task<T> RunAsync<T>(
        IDatabase database, RedisKey[] keys, RedisValue[] arguments, Func<RedisResult, T> read, Func<Exception, Exception?> translate)
    {
        var sendsText = false;
        while (true)
        {
            try
            {
                return read(await (sendsText
                    ? database.ExecuteAsync("EVAL", Evaluation(keys, arguments), Flags)
                    : database.ScriptEvaluateAsync(Hash, keys, arguments, Flags)).ConfigureAwait(false));
            }
            catch (RedisServerException exception) when (!sendsText && RedisErrors.IsUnknownScript(exception))
            {
                sendsText = true; // nothing was run, so this is no second try of anything
            }
            catch (Exception exception) when (translate(exception) is { } translated)
            {
                throw translated;
            }
            finally
            {
                if (DriverThread.MustBeLeft)
                {
                    await Task.Yield();
                }
            }
        }
    }

    public RedisResult Run(IDatabase database, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return database.ScriptEvaluate(Hash, keys, arguments, Flags);
        }
        catch (RedisServerException exception) when (RedisErrors.IsUnknownScript(exception))
        {
            return database.Execute("EVAL", Evaluation(keys, arguments), Flags);
        }
    }

    private List<object> Evaluation(RedisKey[] keys, RedisValue[] arguments)
    {
        var evaluation = new List<object>(keys.Length + arguments.Length + 2) { Text, keys.Length };
        foreach (var key in keys)
        {
            evaluation.Add(key);
        }

        foreach (var argument in arguments)
        {
            evaluation.Add(argument);
        }

        return evaluation;
    }

#pragma warning disable CA5350 // Redis names its scripts by their SHA-1: this is no protection of anything.
    private static byte[] Sha1(byte[] text)
    {
#if NET
        return SHA1.HashData(text);
#else
        using var hash = SHA1.Create();
        return hash.ComputeHash(text);
#endif
    }
#pragma warning restore CA5350
}
