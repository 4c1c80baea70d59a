using System.Text.Json;
using System.Text.RegularExpressions;
using DistributedLock.Documentation.Tests.Dashboards;

namespace DistributedLock.Documentation.Tests;

/// <summary>Dashboard and alerts speak of metrics, labels and values that there are, and the alerts of pages that there are.</summary>
public sealed partial class DashboardTests
{
    private const int Limit = 60_000;
    private const string Runbook = "https://github.com/distributedlock-generators/DistributedLock.Generators/blob/main/";

    // Each label whose values are a closed set; those of the others are the user's.
    private static readonly string[] Closed = ["lock_result", "lock_loss_reason", "lock_mode"];

    private static readonly string[] Grafana = ["$__rate_interval", "$__range"];

    private static IReadOnlyList<AlertRule> Alerts => AlertFile.Read(Pages.Read(Operations("prometheus-alerts.yml")));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Every_query_of_the_dashboard_names_metrics_and_labels_that_there_are()
    {
        var catalog = await PrometheusCatalog.MeasureAsync(Stop);
        using var dashboard = JsonDocument.Parse(Pages.Read(Operations("grafana-dashboard.json")));
        var variables = dashboard.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray().ToList();
        var names = variables.Select(static variable => "$" + variable.GetProperty("name").GetString()).ToList();
        var queries = Panels(dashboard.RootElement).SelectMany(static panel => panel.GetProperty("targets").EnumerateArray())
            .Select(static target => target.GetProperty("expr").GetString()!)
            .Concat(variables.Where(static variable => variable.GetProperty("type").GetString() == "query").Select(static variable => variable.GetProperty("definition").GetString()!))
            .ToList();

        Assert.NotEmpty(queries);
        Assert.Empty(queries.SelectMany(query => Problems(query, catalog, names)));
    }

    [Fact(Timeout = Limit)]
    public async Task Every_panel_says_what_it_shows_in_which_unit_and_shows_something()
    {
        var catalog = await PrometheusCatalog.MeasureAsync(Stop);
        using var dashboard = JsonDocument.Parse(Pages.Read(Operations("grafana-dashboard.json")));
        var panels = Panels(dashboard.RootElement).ToList();

        Assert.All(panels, static panel =>
        {
            Assert.NotEmpty(panel.GetProperty("description").GetString()!);
            var defaults = panel.GetProperty("fieldConfig").GetProperty("defaults");
            Assert.NotEmpty(defaults.GetProperty("unit").GetString()!);
            Assert.NotEmpty(defaults.GetProperty("thresholds").GetProperty("steps").EnumerateArray());
            Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray());
            Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString());
        });
        Assert.Equal(panels.Count, panels.Select(static panel => panel.GetProperty("id").GetInt32()).Distinct().Count());

        // No instrument without a place on the dashboard: of a histogram, one of its three series.
        var shown = panels.SelectMany(static panel => panel.GetProperty("targets").EnumerateArray())
            .SelectMany(static target => PromQuery.Parse(Plain(target.GetProperty("expr").GetString()!)).Selectors).Select(static selector => InstrumentOf(selector.Metric)).Distinct().Order();
        Assert.Equal(catalog.Metrics.Select(InstrumentOf).Distinct().Order(), shown);
    }

    [Fact(Timeout = Limit)]
    public async Task Every_alert_names_metrics_and_labels_that_there_are()
    {
        var catalog = await PrometheusCatalog.MeasureAsync(Stop);

        Assert.Empty(Alerts.SelectMany(alert => Problems(alert.Expression, catalog, [])));
    }

    [Fact(Timeout = Limit)]
    public void Alerts_are_those_that_dashboards_md_explains_with_the_same_limits()
    {
        var rows = Rows("dashboards.md", "| `DistributedLock").ToDictionary(static row => row[0].Trim('`'), StringComparer.Ordinal);

        Assert.Equal(
            ["DistributedLockLost", "DistributedLockRenewalsFailing", "DistributedLockWaitsLong", "DistributedLockHeldLong", "DistributedLockNeverReleased", "DistributedLockBackendErrors"],
            Alerts.Select(static alert => alert.Name));
        Assert.Equal(Alerts.Select(static alert => alert.Name).Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.All(Alerts, alert =>
        {
            var row = rows[alert.Name];
            Assert.Equal(alert.Fields["labels.severity"], row[1]);
            Assert.Equal(alert.Fields.GetValueOrDefault("for", "at once"), row[2]);
        });
    }

    [Fact(Timeout = Limit)]
    public void Every_alert_has_a_severity_a_text_and_a_recipe_that_there_is() => Assert.All(Alerts, static alert =>
    {
        Assert.Contains(alert.Fields["labels.severity"], (string[])["critical", "warning"]);
        Assert.NotEmpty(alert.Fields["annotations.summary"]);
        Assert.NotEmpty(alert.Fields["annotations.description"]);
        Assert.Matches("^[1-9][0-9]*[smh]$", alert.Fields.GetValueOrDefault("for", "1s"));

        // What a text names must be left of the labels.
        var groups = PromQuery.Parse(alert.Expression).GroupLabels;
        Assert.All(NamedLabel().Matches(alert.Fields["annotations.summary"] + alert.Fields["annotations.description"]), named => Assert.Contains(named.Groups["name"].Value, groups));

        var runbook = alert.Fields["annotations.runbook_url"];
        Assert.StartsWith(Runbook, runbook, StringComparison.Ordinal);
        Assert.Matches("#.", runbook);
        var parts = runbook[Runbook.Length..].Split('#');
        Assert.Contains(parts[1], Pages.Anchors(parts[0]));
    });

    [Fact(Timeout = Limit)]
    public async Task The_table_of_names_is_that_of_the_instruments()
    {
        var catalog = await PrometheusCatalog.MeasureAsync(Stop);
        var rows = Rows("dashboards.md", "| `distributedlock.").ToList();

        Assert.Equal(catalog.Metrics.Order(StringComparer.Ordinal), rows.SelectMany(static row => row[2].Split(", ")).Select(static name => name.Trim('`')).Order(StringComparer.Ordinal));
        Assert.All(rows, row =>
        {
            const string only = "only ";
            var labels = row[3].StartsWith(only, StringComparison.Ordinal)
                ? row[3][only.Length..].Split(", ").Select(static label => label.Trim('`'))
                : row[3].Split(", ").Select(static label => label.Trim('`')).Concat(["lock_template", "lock_provider", "lock_mode"]);
            var actual = catalog.LabelsOf(row[2].Split(", ")[^1].Trim('`'))!;
            Assert.Equal(actual.Order(StringComparer.Ordinal), labels.Where(static label => label.Length > 0).Order(StringComparer.Ordinal));
            Assert.StartsWith(PrometheusCatalog.Translate(row[0].Trim('`')), row[2].Trim('`'), StringComparison.Ordinal);
        });
    }

    [Theory(Timeout = Limit)]
    [InlineData("sum(rate(distributedlock_loss_total[5m]))", "distributedlock_loss_total")]
    [InlineData("sum by (lock_reason) (rate(distributedlock_losses_total[5m]))", "lock_reason")]
    [InlineData("sum by (lock_result) (distributedlock_active)", "lock_result")]
    [InlineData("rate(distributedlock_renewals_total{error_kind!=\"\"}[5m])", "error_kind")]
    [InlineData("distributedlock_losses_total{lock_loss_reason=\"stolen\"}", "stolen")]
    [InlineData("rate(distributedlock_acquire_duration_seconds_count{lock_result=~\"acquired|refused\"}[5m])", "refused")]
    [InlineData("rate(distributedlock_acquire_duration_seconds_count{lock_template=~\"$templates\"}[5m])", "$templates")]
    [InlineData("sum(rate(distributedlock_losses_total[5m])", "is not closed")]
    [InlineData("sum(rate(distributedlock_losses_total[5m))", "closes nothing")]
    [InlineData("summ(rate(distributedlock_losses_total[5m]))", "no function 'summ'")]
    [InlineData("rate(distributedlock_active[5m])", "no counter")]
    public async Task A_query_with_a_mistake_is_found(string query, string named)
    {
        var catalog = await PrometheusCatalog.MeasureAsync(Stop);

        Assert.Contains(Problems(query, catalog, ["$template"]), problem => problem.Contains(named, StringComparison.Ordinal));
    }

    [Theory(Timeout = Limit)]
    [InlineData("        for: 2m", "       for: 2m")]
    [InlineData("          severity: critical", "          severity: {critical}")]
    [InlineData("      - alert: DistributedLockLost", "      - record: DistributedLockLost")]
    [InlineData("          runbook_url: https", "          summary: https")]
    public void A_file_of_alerts_of_another_shape_is_refused(string line, string replacement)
    {
        var text = Pages.Read(Operations("prometheus-alerts.yml"));
        var at = text.IndexOf(line, StringComparison.Ordinal);
        Assert.True(at >= 0);

        Assert.Throws<FormatException>(() => AlertFile.Read(string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + line.Length))));
    }

    /// <summary>What is wrong with a query, each problem a sentence.</summary>
    private static List<string> Problems(string text, PrometheusCatalog catalog, IReadOnlyList<string> variables)
    {
        PromQuery query;
        try
        {
            query = PromQuery.Parse(Plain(text));
        }
        catch (FormatException exception)
        {
            return [exception.Message];
        }

        var problems = new List<string>();
        foreach (var (metric, matchers) in query.Selectors)
        {
            if (catalog.LabelsOf(metric) is not { } labels)
            {
                problems.Add($"There is no metric {metric}: {text}");
                continue;
            }

            problems.AddRange(query.GroupLabels.Concat(matchers.Select(static matcher => matcher.Label)).Where(label => !labels.Contains(label))
                .Select(label => $"{metric} has no label {label}: {text}"));
            problems.AddRange(matchers.Where(static matcher => Closed.Contains(matcher.Label)).SelectMany(static matcher => matcher.Values.Select(value => (matcher.Label, Value: value)))
                .Where(matcher => !catalog.ValuesOf(matcher.Label).Contains(matcher.Value)).Select(matcher => $"{matcher.Label} is never {matcher.Value}: {text}"));
            problems.AddRange(matchers.Select(static matcher => matcher.Value).Where(value => value.StartsWith('$') && !variables.Contains(value))
                .Select(value => $"There is no variable {value}: {text}"));
            if (!Counted().IsMatch(metric) && Regex.IsMatch(text, $@"(rate|increase)\(\s*{metric}\b"))
            {
                problems.Add($"{metric} is no counter, so it has no rate: {text}");
            }
        }

        return problems;
    }

    private static IEnumerable<JsonElement> Panels(JsonElement dashboard) =>
        dashboard.GetProperty("panels").EnumerateArray().Where(static panel => panel.GetProperty("type").GetString() != "row");

    private static string Plain(string query) => Grafana.Aggregate(query, static (text, macro) => text.Replace(macro, "5m", StringComparison.Ordinal));

    private static string InstrumentOf(string metric) => Series().Replace(metric, "");

    /// <summary>The cells of the rows of a page that begin like this.</summary>
    private static IEnumerable<string[]> Rows(string page, string begin) => Pages.Read(Operations(page)).ReplaceLineEndings("\n").Split('\n')
        .Where(line => line.StartsWith(begin, StringComparison.Ordinal))
        .Select(static line => line.Trim('|').Split('|').Select(static cell => cell.Trim()).ToArray());

    private static string Operations(string file) => $"docs/operations/{file}";

    [GeneratedRegex(@"\$labels\.(?<name>[a-z_]+)")]
    private static partial Regex NamedLabel();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Series();

    [GeneratedRegex("_(total|bucket|sum|count)$")]
    private static partial Regex Counted();
}
