using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Runtime.Tests.Decorators;

public sealed class OrdersOfKey([ServiceKey] string key) : IOrders
{
    public string Place(int id) => $"{key} {id}";
}
