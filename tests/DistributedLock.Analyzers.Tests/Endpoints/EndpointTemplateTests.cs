using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Endpoints;

/// <summary>The templates of minimal APIs.</summary>
public class EndpointTemplateTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("order-{id}")]
    [InlineData("order-{address.City}")]
    [InlineData("order-{route.id}-{query.x}-{header[X-Tenant]}-{claim[sub]}")]
    [InlineData("order-{|DLK0004:{id|}")]
    [InlineData("{id}{|DLK0004:{name}|}")]
    [InlineData("order-{|DLK0005:{ids}|}")]
    [InlineData("order-{|DLK0005:{customer.Id}|}")]
    [InlineData("order-{|DLK0005:{this.Id}|}")]
    [InlineData("order-{|DLK0005:{query}|}")]
    [InlineData("order-{|DLK0006:{query.x:D}|}")]
    [InlineData("order-{id:D6}")]
    [InlineData("order-{|DLK0006:{id:nope}|}")]
    public Task Template_is_checked_against_the_handler_of_the_endpoint(string template) => Check.AllReportAsync(Mapped(
        $"app.MapPost(\"/orders/{{id}}\", (int id, string name, Address address) => id).WithName(\"ship\").WithDistributedLock(\"{template}\");"));

    [Theory(Timeout = 60_000)]
    [InlineData("order-{id}")]
    [InlineData("order-{|DLK0005:{name}|}")]
    public Task Template_is_checked_against_a_method_that_is_the_handler(string template) =>
        Check.AllReportAsync(Mapped($"app.MapPost(\"/orders/{{id}}\", Ship).WithDistributedLock(\"{template}\");"));

    [Theory(Timeout = 60_000)]
    [InlineData("tenant-{anything}")]
    [InlineData("tenant-{|DLK0004:{tenant|}")]
    [InlineData("tenant-{|DLK0005:{header}|}")]
    public Task Template_of_a_group_is_checked_without_parameters(string template) =>
        Check.AllReportAsync(Mapped($"app.MapGroup(\"/tenants/{{tenant}}\").WithDistributedLock(\"{template}\");"));

    [Fact(Timeout = 60_000)]
    public Task Template_that_is_not_constant_and_a_handler_that_is_not_evident_are_left_to_the_start_of_the_application() => Check.AllReportAsync(Mapped("""
        var template = app.ToString()!;
        Delegate handler = (int id) => id;
        app.MapPost("/a", handler).WithDistributedLock(template);
        app.MapPost("/b", handler).WithDistributedLock("order-{anything}");
        """));

    [Fact(Timeout = 60_000)]
    public Task Nearest_parameter_is_offered() => Fix.MendsAsync(
        "DLK0005",
        Mapped("app.MapPost(\"/\", (int orderId) => orderId).WithDistributedLock(\"order-{orderID}\");"),
        Mapped("app.MapPost(\"/\", (int orderId) => orderId).WithDistributedLock(\"order-{orderId}\");").Source);

    private static TestCode Mapped(string statements) => EndpointCode.With($$"""
        using Microsoft.AspNetCore.Builder;

        public static class Routes
        {
            public static void Map(WebApplication app)
            {
                {{statements}}
            }

            private static int Ship(int id) => id;
        }

        public record Address(string City);
        """);
}
