using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Testing.Tests.Registration;

/// <summary>An application with its own registrations, whose locks a test has taken over.</summary>
public sealed class WebApplicationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Endpoints_of_an_application_meet_what_the_script_says()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, port: 0));
        builder.Logging.ClearProviders();
        builder.Services.AddDistributedLock(static locks => locks.Use(static _ => throw new InvalidOperationException("the real one")));
        builder.Services.AddDistributedLockEndpoints();
        builder.Services.AddDistributedLockTesting();
        await using var app = builder.Build();
        app.MapPost("/invoices/{id}", static (string id) => id).WithDistributedLock("invoice-{id}");
        await app.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var locks = app.Services.GetRequiredService<FakeLockProvider>();
        locks.OnTemplate("invoice-{id}").Once().Contend();
        locks.On("invoice-7").Once().Fail();

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await client.PostAsync(new Uri("/invoices/7", UriKind.Relative), content: null, Token);
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Conflict, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], statuses);
        locks.AssertScriptUsed();
        locks.Recorder.AssertAcquiredExactly("invoice-{id}");
        locks.Recorder.AssertNothingHeld();
    }
}
