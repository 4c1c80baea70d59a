using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WebApi;

/// <summary>The web application.</summary>
internal static class Web
{
    /// <param name="store">Where the locks live.</param>
    /// <param name="work">What a request for a tenant's report does.</param>
    public static WebApplication Create(LockStore store, Func<string, CancellationToken, Task> work)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0"); // any free port
        builder.Services.AddSingleton(_ => store.Open());
        builder.Services.AddDistributedLockEndpoints();

        var app = builder.Build();
        app.MapPost("/tenants/{tenantId}/report", async (string tenantId, HttpContext context, CancellationToken cancellationToken) =>
            {
                await work(tenantId, cancellationToken);
                return Results.Text($"the report of {tenantId}, fencing token {context.GetDistributedLock()?.FencingToken?.ToString(CultureInfo.InvariantCulture) ?? "none"}");
            })
            .WithDistributedLock("report-{tenantId}", options => options.Timeout = TimeSpan.Zero);
        return app;
    }
}
