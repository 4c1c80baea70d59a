namespace DistributedLock.Redis;

/// <summary>
/// What is done in Redis, one script for each step, so that each step is one round trip and nobody sees half of it. Time is the server's, read in the script:
/// the servers' effects are replicated, not the scripts (Redis 5 and newer), so a replica comes to the same end.
/// </summary>
/// <remarks>
/// Every name a script touches is one of its KEYS, and all lie in one slot. Answers are single values where possible, because those are read fastest.
/// </remarks>
internal static class LeaseScripts
{
    /// <summary>
    /// How many leases one call renews: the server does nothing else meanwhile, so a call stays in the order of a millisecond (Redis measurements).
    /// </summary>
    public const int RenewalsPerCall = 500;

    /// <summary>KEYS: lock, holders, fence, waiting, details. ARGV: owner, lease, metadata, waiter or empty, its life. Answers the token, or the rest as a negative number.</summary>
    /// <remarks>Readers that have expired are removed: were the server's clock set back, they would come to life again beside the writer.</remarks>
    public static readonly RedisScript AcquireExclusive = new(
        Clock +
        """
        local rest = redis.call('PTTL', KEYS[1])
        if rest < 0 then
          local last = redis.call('ZRANGE', KEYS[2], -1, -1, 'WITHSCORES')
          rest = last[2] and last[2] - ms or -1
          if rest == 0 then rest = -1 end
          if last[2] and rest < 0 then redis.call('DEL', KEYS[2], KEYS[5]) end
        end
        local waiting, fence = KEYS[4], KEYS[3]
        if rest >= 0 then
        """ + RememberWaiter + """
          return -math.max(rest, 1)
        end
        """ + NextToken + """
        redis.call('SET', KEYS[1], ARGV[1] .. '|' .. string.format('%.0f|%.0f|', token, now) .. ARGV[3], 'PX', ARGV[2])
        """ + ForgetWaiter + """
        return token
        """);

    /// <summary>KEYS: holders, details, fence, waiting, lock. ARGV as above. Zero = a writer waits.</summary>
    public static readonly RedisScript AcquireShared = new(
        Clock +
        """
        local holders, details, fence, waiting = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
        local permits = '1'
        local rest = redis.call('PTTL', KEYS[5])
        local free = rest < 0
        if free then
          for _, waiter in ipairs(redis.call('ZRANGEBYSCORE', waiting, '(' .. ms_text, '+inf')) do
            if string.sub(waiter, 1, 1) == 'w' and waiter ~= ARGV[4] then
              rest = 0
              free = false
            end
          end
        else
          rest = math.max(rest, 1)
        end
        if not free then
        """ + RememberWaiter + """
          return -rest
        end
        """ + DropExpired + NextToken + AddHolder + ForgetWaiter + """
        return token
        """);

    /// <summary>KEYS: holders, details, fence, waiting. ARGV as above and the permits.</summary>
    public static readonly RedisScript AcquirePermit = new(
        Clock +
        """
        local holders, details, fence, waiting = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
        local permits = ARGV[6]
        """ + DropExpired + """
        if redis.call('ZCARD', holders) >= tonumber(permits) then
          local first = redis.call('ZRANGE', holders, 0, 0, 'WITHSCORES')
          local rest = first[2] - ms
        """ + RememberWaiter + """
          return -math.max(rest, 1)
        end
        """ + NextToken + AddHolder + ForgetWaiter + """
        return token
        """);

    /// <summary>KEYS: lock, waiting. ARGV: owner, rest to keep or 0, channel. Answers whether the lease was the owner's.</summary>
    public static readonly RedisScript ReleaseExclusive = new(
        """
        local value = redis.call('GET', KEYS[1])
        if not value or string.sub(value, 1, #ARGV[1] + 1) ~= ARGV[1] .. '|' then return 0 end
        if ARGV[2] == '0' then redis.call('DEL', KEYS[1]) else redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
        if redis.call('EXISTS', KEYS[2]) == 1 then redis.call('PUBLISH', ARGV[3], '') end
        return 1
        """);

    /// <summary>KEYS: holders, details, waiting. ARGV: owner, rest to keep or 0, channel, 1 for a permit. Readers are in the way until the last of them has gone.</summary>
    public static readonly RedisScript ReleaseHolder = new(
        Clock +
        """
        local holders, details = KEYS[1], KEYS[2]
        local expiry = redis.call('ZSCORE', holders, ARGV[1])
        if not expiry then return 0 end
        local held = tonumber(expiry) > ms
        if held and ARGV[2] ~= '0' then
        """ + WriteAlsoWhenFull + """
          redis.call('ZADD', holders, ms + ARGV[2], ARGV[1])
          if redis.call('PTTL', holders) < tonumber(ARGV[2]) then
            redis.call('PEXPIRE', holders, ARGV[2])
            redis.call('PEXPIRE', details, ARGV[2])
          end
        else
          redis.call('ZREM', holders, ARGV[1])
          redis.call('HDEL', details, ARGV[1])
        end
        if redis.call('EXISTS', KEYS[3]) == 1 then
          local last = redis.call('ZRANGE', holders, -1, -1, 'WITHSCORES')
          if ARGV[4] == '1' or ARGV[2] ~= '0' or not last[2] or tonumber(last[2]) <= ms then redis.call('PUBLISH', ARGV[3], '') end
        end
        return held and 1 or 0
        """);

    /// <summary>KEYS: locks. ARGV: owner and new rest of each. Answers a digit for each: 1 = renewed.</summary>
    public static readonly RedisScript RenewExclusive = new(
        """
        local answer = {}
        for i, key in ipairs(KEYS) do
          local owner = ARGV[2 * i - 1] .. '|'
          local value = redis.call('GET', key)
          if value and string.sub(value, 1, #owner) == owner then
            redis.call('PEXPIRE', key, ARGV[2 * i])
            answer[i] = '1'
          else
            answer[i] = '0'
          end
        end
        return table.concat(answer)
        """);

    /// <summary>KEYS: holders and details of each. ARGV and answer as above.</summary>
    public static readonly RedisScript RenewHolders = new(
        Clock +
        """
        local answer = {}
        """ + WriteAlsoWhenFull + """
        for i = 1, #KEYS / 2 do
          local holders, details = KEYS[2 * i - 1], KEYS[2 * i]
          local owner, lease = ARGV[2 * i - 1], ARGV[2 * i]
          local expiry = redis.call('ZSCORE', holders, owner)
          if expiry and tonumber(expiry) > ms then
            redis.call('ZADD', holders, ms + lease, owner)
            if redis.call('PTTL', holders) < tonumber(lease) then
              redis.call('PEXPIRE', holders, lease)
              redis.call('PEXPIRE', details, lease)
            end
            answer[i] = '1'
          else
            answer[i] = '0'
          end
        end
        return table.concat(answer)
        """);

    /// <summary>KEYS: waiting. ARGV: waiter, channel. Others stand back only for a writer.</summary>
    public static readonly RedisScript Withdraw = new(
        """
        if redis.call('ZREM', KEYS[1], ARGV[1]) == 1 and string.sub(ARGV[1], 1, 1) == 'w' and redis.call('EXISTS', KEYS[1]) == 1 then
          redis.call('PUBLISH', ARGV[2], '')
        end
        return 0
        """);

    /// <summary>KEYS: lock, holders, details. Answers the lock and its rest, and then owner, rest and details of each holder.</summary>
    public static readonly RedisScript Inspect = new(
        Clock +
        """
        local answer = { redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1]) }
        local holders = redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. ms_text, '+inf', 'WITHSCORES')
        for i = 1, #holders, 2 do
          answer[#answer + 1] = holders[i]
          answer[#answer + 1] = holders[i + 1] - ms
          answer[#answer + 1] = redis.call('HGET', KEYS[3], holders[i])
        end
        return answer
        """);

    /// <summary>KEYS: a name that nobody uses. ARGV: channel. Runs each command of the others once, so that a missing right is found at the start.</summary>
    public static readonly RedisScript Probe = new(
        Clock +
        """
        local key = KEYS[1]
        redis.call('SET', key, '1', 'PX', 1000)
        redis.call('GET', key)
        redis.call('PTTL', key)
        redis.call('PEXPIRE', key, 1000)
        redis.call('EXISTS', key)
        redis.call('DEL', key)
        redis.call('ZADD', key, 1, 'a')
        redis.call('ZSCORE', key, 'a')
        redis.call('ZCARD', key)
        redis.call('ZRANGE', key, 0, 0)
        redis.call('ZRANGEBYSCORE', key, 2, 3)
        redis.call('ZREMRANGEBYSCORE', key, 2, 3)
        redis.call('ZREM', key, 'a')
        redis.call('HSET', key, 'a', '1')
        redis.call('HGET', key, 'a')
        redis.call('HDEL', key, 'a')
        redis.call('PUBLISH', ARGV[1], '')
        return now
        """);

    private const string Clock =
        """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local ms = math.floor(now / 1000)
        local ms_text = string.format('%.0f', ms)

        """;

    // A server that is full refuses ZADD, also where it only changes a time, and a lease would be lost over it. It does not once the script has written something
    // (scriptVerifyOOM in Redis' src/script.c), and this writes nothing: no owner is empty.
    private const string WriteAlsoWhenFull =
        """

          redis.call('ZREM', KEYS[1], '')

        """;

    // Redis may drop whoever does not come back: the set expires with its youngest member.
    private const string RememberWaiter =
        """

          if ARGV[4] ~= '' then
            redis.call('ZREMRANGEBYSCORE', waiting, '-inf', ms_text)
            redis.call('ZADD', waiting, ms + ARGV[5], ARGV[4])
            if redis.call('PTTL', waiting) < tonumber(ARGV[5]) then redis.call('PEXPIRE', waiting, ARGV[5]) end
          end

        """;

    private const string ForgetWaiter =
        """

        if ARGV[4] ~= '' then redis.call('ZREM', waiting, ARGV[4]) end

        """;

    // Microseconds, so that tokens grow also when the counter is gone; the counter, so that they grow also when the clock is set back.
    private const string NextToken =
        """

        local token = now
        local last_token = redis.call('GET', fence)
        if last_token and tonumber(last_token) >= token then token = tonumber(last_token) + 1 end
        redis.call('SET', fence, string.format('%.0f', token), 'PX', 86400000)

        """;

    private const string DropExpired =
        """

        local expired = redis.call('ZRANGEBYSCORE', holders, '-inf', ms_text)
        if #expired > 0 then
          for _, owner in ipairs(expired) do redis.call('HDEL', details, owner) end
          redis.call('ZREMRANGEBYSCORE', holders, '-inf', ms_text)
        end

        """;

    private const string AddHolder =
        """

        redis.call('ZADD', holders, ms + ARGV[2], ARGV[1])
        redis.call('HSET', details, ARGV[1], string.format('%.0f|%.0f|', token, now) .. permits .. '|' .. ARGV[3])
        if redis.call('PTTL', holders) < tonumber(ARGV[2]) then redis.call('PEXPIRE', holders, ARGV[2]) end
        if redis.call('PTTL', details) < tonumber(ARGV[2]) then redis.call('PEXPIRE', details, ARGV[2]) end

        """;
}
