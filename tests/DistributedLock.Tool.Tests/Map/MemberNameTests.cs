using DistributedLock.Tool.Map;

namespace DistributedLock.Tool.Tests.Map;

public sealed class MemberNameTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("Shop.Orders.PlaceAsync(int, string)", "Shop.Orders.PlaceAsync", 2, "Shop.Orders")]
    [InlineData("Service.Run()", "Service.Run", 0, "Service")]
    [InlineData("A.B.Outer<T>.Inner<U>.PairAsync(T, U, V)", "A.B.Outer.Inner.PairAsync", 3, "A.B.Outer.Inner")]
    [InlineData("S.Run(System.Func<int, string>, (int, int), int[,])", "S.Run", 3, "S")]
    public void Member_is_taken_apart(string member, string path, int parameters, string owner)
    {
        var name = MemberName.Parse(member);

        Assert.Equal((path, parameters, owner), (name.Path, name.Parameters, name.Owner));
    }
}
