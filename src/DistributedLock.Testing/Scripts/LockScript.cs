namespace DistributedLock.Testing;

/// <summary>The rules of a fake, in the order in which they were written. Thread-safe.</summary>
internal sealed class LockScript
{
    private readonly object _gate = new();
    private readonly List<ScriptedRule> _rules = [];

    public IReadOnlyList<ScriptedRule> Rules
    {
        get
        {
            lock (_gate)
            {
                return _rules.ToArray();
            }
        }
    }

    public ScriptedRule Add(ScriptedRule rule)
    {
        lock (_gate)
        {
            _rules.Add(rule);
        }

        return rule;
    }

    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    /// <summary>What the first rule that applies says. Each use is counted with the choice, so that "the next one" is one.</summary>
    public Interception Decide(LockRequest request)
    {
        lock (_gate)
        {
            foreach (var rule in _rules)
            {
                if (rule.TryUse(request) is { } outcome)
                {
                    return outcome;
                }
            }
        }

        return Interception.None;
    }
}
