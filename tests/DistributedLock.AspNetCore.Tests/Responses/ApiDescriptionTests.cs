using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace DistributedLock.AspNetCore.Tests.Responses;

/// <summary>What OpenAPI documents are made from.</summary>
public sealed class ApiDescriptionTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("minimal", 200, 409, 503)]
    [InlineData("untyped", 200, 409, 503)]
    [InlineData("declared", 201, 409, 503)]
    [InlineData("actions", 200, 409, 503)]
    [InlineData("free", 200)]
    public async Task Answers_of_locked_endpoints_are_described_beside_their_own(string path, params int[] statuses)
    {
        await using var app = await TestApp.StartAsync(
            new FakeProvider(),
            static app =>
            {
                app.MapGet("/minimal", static () => "").WithDistributedLock("k");
                app.MapGet("/untyped", static () => Results.Ok()).WithDistributedLock("k");
                app.MapGet("/declared", static () => Results.Ok()).Produces(201).ProducesProblem(409).WithDistributedLock("k");
                app.MapGet("/free", static () => "");
                app.MapControllers();
            },
            static services =>
            {
                services.AddEndpointsApiExplorer();
                services.AddOnlyControllers(typeof(DescribedController));
            });

        var description = app.Services.GetRequiredService<IApiDescriptionGroupCollectionProvider>().ApiDescriptionGroups.Items
            .SelectMany(static group => group.Items).Single(item => item.RelativePath == path);

        Assert.Equal(statuses, description.SupportedResponseTypes.Select(static response => response.StatusCode).Order());
        Assert.All(description.SupportedResponseTypes.Where(static response => response.StatusCode >= 400), static response =>
        {
            Assert.Equal(typeof(ProblemDetails), response.Type);
            Assert.Equal("application/problem+json", Assert.Single(response.ApiResponseFormats).MediaType);
        });
    }

    [ApiController]
    [Route("actions")]
    internal sealed class DescribedController : ControllerBase
    {
        [HttpGet]
        [DistributedLock("k")]
        public string Get() => "";
    }
}
