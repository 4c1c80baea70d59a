namespace DistributedLock.Runtime.Tests.Decorators;

public sealed class OrdersOfClerk(Clerk clerk) : IOrders
{
    public string Place(int id) => $"{clerk.GetType().Name} {id}";
}
