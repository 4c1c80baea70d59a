using System.Net;
using System.Security.Claims;
using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;
using Microsoft.AspNetCore.Mvc;

namespace DistributedLock.AspNetCore.Tests.Keys;

/// <summary>Where the values of a key come from, and what a request is told that lacks one.</summary>
public sealed class PlaceholderSourceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("order-{id}", "order-42")]
    [InlineData("order-<id>", "order-42")]
    [InlineData("order-{id:D5}", "order-00042")]
    [InlineData("order-{route.id}", "order-42")]
    [InlineData("shop-{query.shop}", "shop-north")]
    [InlineData("shop-{query[shop]}", "shop-north")]
    [InlineData("tenant-{header[X-Tenant]}", "tenant-acme")]
    [InlineData("user-{claim[sub]}/order-{id}", "user-joe/order-42")]
    [InlineData("area-{address.City.Name}", "area-Rome")]
    [InlineData("fixed", "fixed")]
    public async Task Key_is_made_from_the_request(string template, string key)
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(provider, template);

        using var response = await SendAsync(app, "/orders/42?shop=north&address=Rome", tenant: "acme");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(key, provider.Key);
        Assert.Equal(template.Replace('<', '{').Replace('>', '}'), provider.Requests.Single().Definition?.Template);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("shop-{query.shop}", "/orders/42?address=Rome", "query.shop")]
    [InlineData("shop-{query.shop}", "/orders/42?address=Rome&shop=", "query.shop")]
    [InlineData("shop-{query.shop}", "/orders/42?address=Rome&shop=a&shop=b", "query.shop")]
    [InlineData("tenant-{header[X-Tenant]}", "/orders/42?address=Rome", "header[X-Tenant]")]
    [InlineData("user-{claim[email]}", "/orders/42?address=Rome", "claim[email]")]
    [InlineData("note-{note}", "/orders/42?address=Rome", "note")]
    [InlineData("{note}", "/orders/42?address=Rome&note=", "note")]
    [InlineData("tags-{tags*}", "/orders/42?address=Rome", "tags")]
    public async Task Request_without_a_value_gets_400_that_names_the_placeholder_and_takes_no_lock(string template, string path, string placeholder)
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(provider, template);

        using var response = await SendAsync(app, path, tenant: null);
        var answer = await Answer.ReadAsync(response);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Contains($"'{placeholder}'", answer.Problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(template, answer.Lock);
        Assert.Null(answer.RetryAfter);
        Assert.Empty(provider.Requests);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("tag-{tags*}")]
    [InlineData("tag-{query.tags*}")]
    public async Task Collection_takes_one_lock_for_each_element_in_canonical_order(string template)
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(provider, template);

        using var response = await SendAsync(app, "/orders/42?address=Rome&tags=b&tags=a&tags=b", tenant: null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["tag-a", "tag-b"], provider.Requests.Select(static request => request.Key.Value));
        Assert.Equal(2, provider.Released.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Request_whose_arguments_cannot_be_bound_gets_the_frameworks_400_and_takes_no_lock()
    {
        var provider = new FakeProvider();
        await using var app = await StartAsync(provider, "order-{id}");

        using var response = await SendAsync(app, "/orders/many?address=Rome", tenant: null);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(provider.Requests);
    }

    private static Task<TestApp> StartAsync(FakeProvider provider, string template) => TestApp.StartAsync(provider, app =>
    {
        app.Use(static (context, next) =>
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "joe")], "test"));
            return next(context);
        });
        app.MapPost("/orders/{id}", static (int id, Address address, string? note, [FromQuery] string[] tags) => Results.Ok()).WithDistributedLock(template);
    });

    private static Task<HttpResponseMessage> SendAsync(TestApp app, string path, string? tenant)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (tenant is not null)
        {
            request.Headers.Add("X-Tenant", tenant);
        }

        return app.Client.SendAsync(request, Cancellation);
    }

    internal sealed record City(string Name);

    internal sealed record Address(City City)
    {
        public static bool TryParse(string text, out Address address)
        {
            address = new Address(new City(text));
            return true;
        }
    }
}
