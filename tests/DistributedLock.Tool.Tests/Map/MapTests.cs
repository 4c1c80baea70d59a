using System.Text.Json.Nodes;
using DistributedLock.Tests.Processes;
using DistributedLock.Tool.CommandLine;

namespace DistributedLock.Tool.Tests.Map;

/// <summary>The map of <c>DistributedLock.Tool.MapSample</c>, which the build has made as it makes an application's.</summary>
public sealed class MapTests : IDisposable
{
    private const int Limit = 60_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("distlock-map-").FullName;

    /// <summary>Alone in a folder: nothing that it references is there.</summary>
    private string Shop
    {
        get
        {
            var framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            var built = Repository.PathOf("tests", "DistributedLock.Tool.MapSample", "bin", framework.Parent!.Name, framework.Name, "Shop.dll");
            var copy = Path.Combine(_folder, "Shop.dll");
            File.Copy(built, copy, overwrite: true);
            return copy;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = Limit)]
    public async Task Locks_are_listed_with_their_options()
    {
        var map = (await DistlockTool.RunAsync("map", Shop, "--json")).EndsWith(ExitCode.Done).Json;

        var order = LockOf(map, "order-{id}");
        Assert.Equal("Shop.Orders.PlaceAsync(int, System.Threading.CancellationToken)", order["member"]!.GetValue<string>());
        Assert.Equal(("Shop", "declared", "exclusive", "locks"), (Text(order, "assembly"), Text(order, "source"), Text(order, "mode"), Text(order, "provider")));
        Assert.Equal(5, order["options"]!["TimeoutSeconds"]!.GetValue<double>());
        Assert.Equal(60, order["options"]!["LeaseSeconds"]!.GetValue<double>());
        Assert.Equal("shared", Text(LockOf(map, "report"), "mode"));
        Assert.Equal("Infinity", LockOf(map, "report")["options"]!["TimeoutSeconds"]!.GetValue<string>());
        Assert.Equal("semaphore", Text(LockOf(map, "export"), "mode"));
        Assert.Equal(3, LockOf(map, "export")["maxConcurrency"]!.GetValue<int>());
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_that_code_takes_and_lock_without_a_wrapper_are_listed_as_such()
    {
        var map = (await DistlockTool.RunAsync("map", Shop, "--json")).EndsWith(ExitCode.Done).Json;

        Assert.Equal(("code", "Shop.Orders.AuditAsync(System.Int32)"), (Text(LockOf(map, "audit-{day}"), "source"), Text(LockOf(map, "audit-{day}"), "member")));
        Assert.Equal(("attribute", "Shop.Legacy.Run"), (Text(LockOf(map, "legacy-{id}"), "source"), Text(LockOf(map, "legacy-{id}"), "member")));
        Assert.Equal("Skip", LockOf(map, "legacy-{id}")["options"]!["OnContention"]!.GetValue<string>());
    }

    [Fact(Timeout = Limit)]
    public async Task Template_in_angle_brackets_is_listed_once_as_the_wrapper_has_it()
    {
        var map = (await DistlockTool.RunAsync("map", Shop, "--json")).EndsWith(ExitCode.Done).Json;

        var reserve = Assert.Single(map["locks"]!.AsArray(), static one => Text(one!, "member")!.StartsWith("Shop.Stock.ReserveAsync", StringComparison.Ordinal))!;
        Assert.Equal(("stock-{item}", "declared"), (Text(reserve, "template"), Text(reserve, "source")));
        Assert.Equal(3, reserve["options"]!["TimeoutSeconds"]!.GetValue<double>());
    }

    [Fact(Timeout = Limit)]
    public async Task Order_and_its_circle_are_found()
    {
        var map = (await DistlockTool.RunAsync("map", Shop, "--json")).EndsWith(ExitCode.Done).Json;

        Assert.Contains(map["order"]!.AsArray(), static edge => Text(edge!, "held") == "order-{id}" && Text(edge!, "taken") == "stock-{item}"
            && edge!["way"]!.AsArray().Any(static step => step!.GetValue<string>() == "Stock.ReserveAsync"));
        Assert.Contains(map["order"]!.AsArray(), static edge => Text(edge!, "held") == "stock-{item}" && Text(edge!, "taken") == "order-{id}");
        Assert.Equal(
            ["order-{id}", "stock-{item}", "order-{id}"], Assert.Single(map["cycles"]!.AsArray())!["templates"]!.AsArray().Select(static template => template!.GetValue<string>()));
        Assert.Equal(["customer-{id}", "order-{id}"], Assert.Single(map["declaredOrders"]!.AsArray())!.AsArray().Select(static template => template!.GetValue<string>()));
    }

    [Fact(Timeout = Limit)]
    public async Task Text_shows_locks_order_and_circle()
    {
        var run = (await DistlockTool.RunAsync("map", Shop)).EndsWith(ExitCode.Done);

        Assert.Contains("Shop.Orders.ExportAsync()  [semaphore of 3]", run.Output, StringComparison.Ordinal);
        Assert.Contains("    -> stock-{item}", run.Output, StringComparison.Ordinal);
        Assert.Contains("CYCLE order-{id} -> stock-{item} -> order-{id}", run.Output, StringComparison.Ordinal);
        Assert.Contains("declared: customer-{id} -> order-{id}", run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Mermaid_marks_the_circle()
    {
        var run = (await DistlockTool.RunAsync("map", Shop, "--format", "mermaid")).EndsWith(ExitCode.Done);

        Assert.Equal("flowchart LR", run.Lines[0]);
        var order = Assert.Single(run.Lines, static line => line.EndsWith("[\"order-{id}\"]", StringComparison.Ordinal)).Trim().Split('[')[0];
        var stock = Assert.Single(run.Lines, static line => line.EndsWith("[\"stock-{item}\"]", StringComparison.Ordinal)).Trim().Split('[')[0];
        Assert.Contains($"  {order} -- cycle --> {stock}", run.Lines);
        Assert.Contains("-. declared .->", run.Output, StringComparison.Ordinal);
        Assert.Contains("linkStyle 0,1 stroke:red", run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Dependencies_in_the_folder_are_read_on_demand()
    {
        var shop = Shop;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "xunit.v3.assert.dll"), Path.Combine(_folder, "Main.dll"));
        File.WriteAllText(Path.Combine(_folder, "native.dll"), "no assembly");

        var alone = (await DistlockTool.RunAsync("map", Path.Combine(_folder, "Main.dll"))).EndsWith(ExitCode.NothingThere);
        var all = (await DistlockTool.RunAsync("map", Path.Combine(_folder, "Main.dll"), "--with-dependencies", "--json")).EndsWith(ExitCode.Done);
        var folder = (await DistlockTool.RunAsync("map", _folder, "--json")).EndsWith(ExitCode.Done);

        Assert.Contains("does not use DistributedLock.Runtime", alone.Error, StringComparison.Ordinal);
        Assert.Contains(all.Json["assemblies"]!.AsArray(), static name => name!.GetValue<string>() == "Shop");
        Assert.Equal(["Shop"], folder.Json["assemblies"]!.AsArray().Select(static name => name!.GetValue<string>()));
    }

    [Fact(Timeout = Limit)]
    public async Task File_that_is_no_assembly_is_bad_usage()
    {
        var text = Path.Combine(_folder, "readme.txt");
        File.WriteAllText(text, "no assembly");

        var wrong = (await DistlockTool.RunHereAsync("map", text)).EndsWith(ExitCode.BadUsage);
        var missing = (await DistlockTool.RunHereAsync("map", text + ".dll")).EndsWith(ExitCode.BadUsage);
        var empty = (await DistlockTool.RunHereAsync("map", _folder)).EndsWith(ExitCode.BadUsage);

        Assert.Contains("is no .NET assembly", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be read", missing.Error, StringComparison.Ordinal);
        Assert.Contains("No assembly in that folder", empty.Error, StringComparison.Ordinal);
    }

    private static JsonNode LockOf(JsonNode map, string template) => Assert.Single(map["locks"]!.AsArray(), one => Text(one!, "template") == template)!;

    private static string? Text(JsonNode node, string property) => node[property]?.GetValue<string>();
}
