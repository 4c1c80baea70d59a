namespace DistributedLock.Runtime.Tests.Decorators;

public sealed class OtherOrders : Orders
{
    public override string Place(int id) => $"other {id}";
}
