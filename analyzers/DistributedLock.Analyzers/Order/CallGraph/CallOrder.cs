namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>Puts routines into an order in which callees come before callers, except inside a recursion.</summary>
internal static class CallOrder
{
    /// <remarks>Without recursion of its own: a chain of calls may be longer than the stack is deep.</remarks>
    public static IReadOnlyList<Routine> CalleesFirst(IEnumerable<Routine> routines, Func<Routine, IEnumerable<Routine>> calleesOf)
    {
        var order = new List<Routine>();
        var seen = new HashSet<Routine>();
        var path = new Stack<(Routine Routine, IEnumerator<Routine> Callees)>();
        foreach (var root in routines.Where(seen.Add))
        {
            path.Push((root, calleesOf(root).GetEnumerator()));
            while (path.Count > 0)
            {
                var (routine, callees) = path.Peek();
                if (!callees.MoveNext())
                {
                    order.Add(path.Pop().Routine);
                }
                else if (seen.Add(callees.Current))
                {
                    path.Push((callees.Current, calleesOf(callees.Current).GetEnumerator()));
                }
            }
        }

        return order;
    }
}
