using System.Net;
using Microsoft.Extensions.Hosting;

namespace WebApi;

/// <summary>The parent process: serves, starts the worker, is the client of both, and judges what it sees.</summary>
internal sealed class Story(LockStore store, bool goesOn)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const string Slow = "initech";

    private readonly TaskCompletionSource _slowBegan = new();
    private readonly TaskCompletionSource _slowMayEnd = new();
    private readonly List<string> _failures = [];
    private readonly CancellationTokenSource _limit = new(Patience);

    /// <returns>The exit code.</returns>
    public async Task<int> TellAsync()
    {
        await using var app = Web.Create(store, WorkAsync);
        await app.StartAsync();
        using var worker = SampleProcess.Start("the worker", ["worker"], store);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        await HearAsync(worker, "is ready");

        var duringJob = await RequestDuringJobAsync(worker, client);
        var afterJob = await PostAsync(client, "acme", HttpStatusCode.OK);
        await JobDuringRequestAsync(worker, client);
        if (await worker.StopAsync(Patience) is { } trouble)
        {
            _failures.Add(trouble);
        }

        _failures.ForEach(Console.WriteLine);
        Console.WriteLine($"while the job ran: {(int)duringJob.StatusCode}, try again after {duringJob.Headers.RetryAfter?.Delta?.TotalSeconds} s; when it had ended: {(int)afterJob.StatusCode}");
        Console.WriteLine($"while the request ran, the job {(_failures.Count == 0 ? "was skipped" : "did not do what was expected")}");
        if (goesOn)
        {
            Console.WriteLine($"Serving until Ctrl+C. Try: curl -i -X POST {client.BaseAddress}tenants/acme/report");
            await app.WaitForShutdownAsync();
        }

        return _failures.Count == 0 ? 0 : 1;
    }

    private async Task<HttpResponseMessage> RequestDuringJobAsync(SampleProcess worker, HttpClient client)
    {
        worker.Say("acme");
        await HearAsync(worker, "begins acme");
        var contended = await PostAsync(client, "acme", HttpStatusCode.Conflict);
        await PostAsync(client, "globex", HttpStatusCode.OK);
        worker.Say("enough");
        await HearAsync(worker, "ends acme");
        return contended;
    }

    private async Task JobDuringRequestAsync(SampleProcess worker, HttpClient client)
    {
        var request = PostAsync(client, Slow, HttpStatusCode.OK);
        await Task.WhenAny(_slowBegan.Task, request);
        worker.Say(Slow);
        await HearAsync(worker, $"skips {Slow}");
        _slowMayEnd.SetResult();
        await request;
    }

    /// <summary>The work of a request: one tenant's takes until the job has been skipped.</summary>
    private async Task WorkAsync(string tenant, CancellationToken cancellationToken)
    {
        if (tenant == Slow)
        {
            _slowBegan.TrySetResult();
            await _slowMayEnd.Task.WaitAsync(cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> PostAsync(HttpClient client, string tenant, HttpStatusCode expected)
    {
        var answer = await client.PostAsync(new Uri($"/tenants/{tenant}/report", UriKind.Relative), content: null, _limit.Token);
        var text = await answer.Content.ReadAsStringAsync(_limit.Token);
        Console.WriteLine($"  POST /tenants/{tenant}/report  {(int)answer.StatusCode}  {text}");
        if (answer.StatusCode != expected)
        {
            _failures.Add($"The report of {tenant} was answered by {(int)answer.StatusCode}: expected {(int)expected}.");
        }

        return answer;
    }

    private async Task HearAsync(SampleProcess worker, string expected)
    {
        var words = await worker.Lines.ReadAsync(_limit.Token);
        Console.WriteLine($"  the worker {words}");
        if (words != expected)
        {
            _failures.Add($"The worker {words}: expected that it {expected}.");
        }
    }
}
