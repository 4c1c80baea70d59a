namespace DistributedLock.Testing;

/// <summary>A rule of a fake's script: which requests, how many of them, and what becomes of them. Thread-safe.</summary>
public sealed class ScriptedRule
{
    private readonly Func<LockRequest, bool> _applies;
    private readonly string _text;
    private readonly Interception _outcome;
    private int _uses;

    internal ScriptedRule(Func<LockRequest, bool> applies, int? times, Interception outcome, string text)
    {
        _applies = applies;
        _outcome = outcome;
        _text = text;
        Times = times;
    }

    /// <summary>How many requests the rule is for; <see langword="null"/> for all.</summary>
    public int? Times { get; }

    /// <summary>How many requests it decided until now.</summary>
    public int Uses => Volatile.Read(ref _uses);

    /// <summary>The rule in words.</summary>
    public override string ToString() => _text;

    /// <summary>Called under the script's lock.</summary>
    internal Interception? TryUse(LockRequest request)
    {
        if (_uses == Times || !_applies(request))
        {
            return null;
        }

        Volatile.Write(ref _uses, _uses + 1);
        return _outcome;
    }
}
