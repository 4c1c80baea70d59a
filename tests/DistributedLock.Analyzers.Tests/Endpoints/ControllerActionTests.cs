using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Endpoints;

/// <summary>Actions of controllers are locked by a filter: they need no wrapper, and their templates are checked all the same.</summary>
public class ControllerActionTests
{
    private const string Orders = """
        using Microsoft.AspNetCore.Mvc;

        [ApiController]
        public class OrdersController : ControllerBase
        {
            [DistributedLock("order-{id}", TimeoutSeconds = 5, Scope = LockScope.Response)]
            public async Task<IActionResult?> Ship(int id, CancellationToken token)
            {
                await Task.Delay(id, token);
                return null;
            }

            [DistributedLock("{query.shop}-{header[X-Tenant]}-{claim[http://schemas.example.org/sub]}-{route.id}-{query[a.b]}")]
            public void Parts() { }

            [DistributedLock("tag-{tags*}-{day:yyyyMMdd}-{address.City}")]
            [DistributedLock("customer-{customer}")]
            public void Values(string[] tags, DateOnly day, Address address, string? customer) { }
        }

        public record Address(string City);
        """;

    [Fact(Timeout = 60_000)]
    public Task Action_needs_no_wrapper_where_the_filter_is_there() => Check.AllReportAsync(EndpointCode.With(Orders));

    [Theory(Timeout = 60_000)]
    [InlineData("public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase")]
    [InlineData("[Microsoft.AspNetCore.Mvc.ApiController] public class Orders")]
    [InlineData("[Microsoft.AspNetCore.Mvc.Controller] public class Orders")]
    public Task Every_kind_of_controller_has_actions(string type) => Check.AllReportAsync(EndpointCode.With(type + """
        {
            [DistributedLock("order-{id}")]
            public void Ship(int id) { }
        }
        """));

    [Theory(Timeout = 60_000)]
    [InlineData("public class OrdersController", "public void [|Ship|](int id)")]
    [InlineData("[Microsoft.AspNetCore.Mvc.NonController] public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase", "public void [|Ship|](int id)")]
    [InlineData("public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase", "private void [|Ship|](int id)")]
    [InlineData("public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase", "public static void [|Ship|](int id)")]
    [InlineData("public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase", "[Microsoft.AspNetCore.Mvc.NonAction] public void [|Ship|](int id)")]
    public Task Method_that_is_no_action_must_be_partial(string type, string method) => Check.ReportsAsync("DLK0001", EndpointCode.With($$"""
        {{type}}
        {
            [DistributedLock("order-{id}")]
            {{method}} { }
        }
        """));

    [Fact(Timeout = 60_000)]
    public Task Action_must_be_partial_where_no_filter_would_lock_it() => Check.ReportsAsync("DLK0001", EndpointCode.Without("""
        public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            [DistributedLock("order-{id}")]
            public void [|Ship|](int id) { }
        }
        """));

    [Fact(Timeout = 60_000)]
    public Task Partial_action_has_a_wrapper_like_any_other_method() => Check.AllReportAsync(EndpointCode.With("""
        public partial class OrdersController(IDistributedLockProvider locks) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            [DistributedLock("order-{id}")]
            public partial Task ShipAsync(int id, CancellationToken token);

            private Task ShipCoreAsync(int id, CancellationToken token) => Task.CompletedTask;
        }
        """));

    [Theory(Timeout = 60_000)]
    [InlineData("order-{|DLK0004:{id|}")]
    [InlineData("{id}{|DLK0004:{name}|}")]
    [InlineData("order-{|DLK0005:{ids}|}")]
    [InlineData("order-{|DLK0005:{order}|}")]
    [InlineData("order-{|DLK0005:{this.Region}|}")]
    [InlineData("order-{|DLK0005:{address.Town}|}")]
    [InlineData("order-{|DLK0005:{query}|}")]
    [InlineData("order-{|DLK0005:{route.a.b}|}")]
    [InlineData("order-{|DLK0005:{name[x]}|}")]
    [InlineData("order-{|DLK0006:{address}|}")]
    [InlineData("order-{|DLK0006:{tags}|}")]
    [InlineData("order-{|DLK0006:{id*}|}")]
    [InlineData("order-{|DLK0006:{name:D}|}")]
    [InlineData("order-{|DLK0006:{query.x:D}|}")]
    public Task Template_of_an_action_is_checked(string template) => Check.AllReportAsync(EndpointCode.With($$"""
        public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public string Region => "";

            [DistributedLock("{{template}}")]
            public void Ship(int id, string name, Address address, string[] tags) { }
        }

        public class Address { public string City { get; } = ""; }
        """));

    [Theory(Timeout = 60_000)]
    [InlineData("OnContention = Contention.Skip")]
    [InlineData("OnContention = Contention.Reschedule")]
    [InlineData("RescheduleSeconds = 5")]
    [InlineData("Core = \"ShipCore\"")]
    [InlineData("Fallback = \"ShipCore\"")]
    public Task Option_that_an_action_cannot_obey_is_reported(string option) => Check.AllReportAsync(EndpointCode.With($$"""
        public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            [DistributedLock("order-{id}", {|DLK0011:{{option}}|})]
            public void Ship(int id) { }

            private void ShipCore(int id) { }
        }
        """));

    [Fact(Timeout = 60_000)]
    public Task Call_of_an_action_takes_no_lock() => Check.AllReportAsync(EndpointCode.With("""
        public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            [DistributedLock("order-{id}")]
            public Task Ship(int id) => Task.Delay(id);

            [DistributedLock("order-{id}")]
            public Task ShipToo(int id) => Ship(id);

            public void Forget(int id) => _ = Ship(id);
        }
        """));

    [Fact(Timeout = 60_000)]
    public Task Nearest_parameter_is_offered() => Fix.MendsAsync(
        "DLK0005",
        EndpointCode.With("""
            public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                [DistributedLock("order-{orderID}")]
                public void Ship(int orderId) { }
            }
            """),
        """
        public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            [DistributedLock("order-{orderId}")]
            public void Ship(int orderId) { }
        }
        """);
}
