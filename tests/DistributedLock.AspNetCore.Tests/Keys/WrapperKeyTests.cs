using DistributedLock.AspNetCore.Tests.Hosting;
using DistributedLock.AspNetCore.Tests.Providers;

namespace DistributedLock.AspNetCore.Tests.Keys;

/// <summary>A locked method and an endpoint with one template exclude each other: their keys are the same, through the whole of both.</summary>
public sealed partial class WrapperKeyTests
{
    private const string Template = "{text}-{number}/{id}:{day:yyyyMMdd}_{amount}~{weekday}%{isUrgent} {at}";

    public static TheoryData<string> Texts => ["plain", "a-b", "a%2Db", "Grün/→", " ", "%"];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Texts))]
    public async Task Endpoint_and_wrapper_with_one_template_give_one_key(string text)
    {
        var ofWrapper = new FakeProvider();
        var ofEndpoint = new FakeProvider();
        var id = Guid.Parse("3F2504E0-4F89-11D3-9A0C-0305E82C3301");
        var day = new DateOnly(2026, 3, 1);
        var at = new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.FromHours(2));
        await new Report(ofWrapper).RunAsync(text, -7, id, day, 12.50m, DayOfWeek.Friday, isUrgent: true, at);

        await using var app = await TestApp.StartAsync(ofEndpoint, static app => app
            .MapPost("/", static (string text, int number, Guid id, DateOnly day, decimal amount, DayOfWeek weekday, bool isUrgent, DateTimeOffset at) => Results.Ok())
            .WithDistributedLock(Template));
        var query = FormattableString.Invariant(
            $"/?text={Uri.EscapeDataString(text)}&number=-7&id={id:N}&day=2026-03-01&amount=12.500&weekday=Friday&isUrgent=TRUE&at={Uri.EscapeDataString("2026-03-01T10:20:30+02:00")}");
        using var response = await app.Client.PostAsync(query, null, TestContext.Current.CancellationToken);

        Assert.True(response.IsSuccessStatusCode, response.ToString());
        Assert.Equal(ofWrapper.Key, ofEndpoint.Key);
    }

    private sealed partial class Report(IDistributedLockProvider locks)
    {
        [DistributedLock(Template)]
        public partial Task RunAsync(string text, int number, Guid id, DateOnly day, decimal amount, DayOfWeek weekday, bool isUrgent, DateTimeOffset at);

        private Task RunCoreAsync(string text, int number, Guid id, DateOnly day, decimal amount, DayOfWeek weekday, bool isUrgent, DateTimeOffset at) => Task.CompletedTask;
    }
}
