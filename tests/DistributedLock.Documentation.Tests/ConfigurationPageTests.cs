using System.Text;
using DistributedLock.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistributedLock.Documentation.Tests;

/// <summary>What the pages show as configuration can be used, and what they show as mistakes is printed like that.</summary>
public sealed class ConfigurationPageTests
{
    private const int Limit = 60_000;

    private static readonly string Page = Path.Combine("docs", "operations", "configuration.md");

    public static TheoryData<string> Examples => [.. Blocks(Page, "json"), .. Blocks("README.md", "json").Where(static json => json.Contains("\"DistributedLock\"", StringComparison.Ordinal))];

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Examples))]
    public async Task Example_of_a_configuration_has_no_mistake(string json) => await StartAsync(json, static _ => { });

    [Fact(Timeout = Limit)]
    public async Task Mistakes_are_printed_as_the_page_shows_them()
    {
        const string json = """
            { "DistributedLock": {
                "Defaults": { "Lease": 5 },
                "Profiles": { "fast": { "LeaseSeconds": 5 } },
                "Locks": [
                  { "Template": "a" },
                  { "Template": "b", "MaxConcurrency": 3 },
                  { "Template": "c", "LeaseSeconds": "abc" } ] } }
            """;

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(
            json, static declared => declared.Add(new LockDefinition("import-{tenantId}", "Shop.Imports.RunAsync(string, CancellationToken)") { Profile = "slow" })));

        Assert.Equal(Blocks(Page, "").First(static block => block.StartsWith("The configured times", StringComparison.Ordinal)), refused.Message.ReplaceLineEndings("\n"));
    }

    private static async Task StartAsync(string json, Action<DeclaredLocks> declare)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build());
        services.AddDistributedLock(static locks => locks.UseInMemory());
        await using var container = services.BuildServiceProvider();
        declare(container.GetRequiredService<DeclaredLocks>());
        foreach (var service in container.GetServices<IHostedService>())
        {
            await service.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    private static IEnumerable<string> Blocks(string page, string language)
    {
        var parts = Pages.Read(page).ReplaceLineEndings("\n").Split("```");
        return parts.Where(static (_, index) => index % 2 == 1).Where(block => block.Split('\n')[0] == language).Select(block => block[(language.Length + 1)..].TrimEnd('\n'));
    }
}
