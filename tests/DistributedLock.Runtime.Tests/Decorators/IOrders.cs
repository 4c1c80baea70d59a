namespace DistributedLock.Runtime.Tests.Decorators;

/// <summary>A service as a user declares it; its decorator has the shape that the generator writes.</summary>
public interface IOrders
{
    string Place(int id);
}
