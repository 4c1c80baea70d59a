namespace DistributedLock.Elections;

/// <summary>The elections of a container, by name. An election without a name in the constructor of a service is the only one.</summary>
internal sealed class LeaderElectionNames
{
    private readonly List<string> _names = [];

    /// <exception cref="InvalidOperationException">There is one of that name.</exception>
    public void Add(string name)
    {
        if (_names.Contains(name))
        {
            throw new InvalidOperationException($"AddLeaderElection is called twice with the name \"{name}\": expected each name once.");
        }

        _names.Add(name);
    }

    /// <exception cref="InvalidOperationException">There are several.</exception>
    public string Single() => _names.Count == 1
        ? _names[0]
        : throw new InvalidOperationException(
            $"A service asks for ILeaderElection, and there are {_names.Count}: \"{string.Join("\", \"", _names)}\". " +
            $"Say which one: [FromKeyedServices(\"{_names[0]}\")] ILeaderElection.");
}
