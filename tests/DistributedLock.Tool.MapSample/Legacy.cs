using DistributedLock;

namespace Shop;

/// <summary>What an action of a controller looks like in metadata: the attribute, and no wrapper.</summary>
public class Legacy
{
    [DistributedLock("legacy-{id}", OnContention = Contention.Skip)]
    public void Run(int id) => Console.WriteLine(id);
}
