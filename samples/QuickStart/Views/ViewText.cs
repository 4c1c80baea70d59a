using QuickStart.Timelines;

namespace QuickStart.Views;

/// <summary>The words that both views use.</summary>
internal static class ViewText
{
    public static string State(TenantTimeline tenant) => (tenant.Running.ToArray(), tenant.Waiting.Count) switch
    {
        ([], 0) => "idle",
        ([], _) => $"{Join(tenant.Waiting)} wait",
        ([var one], 0) => $"{one} runs",
        ([var one], _) => $"{one} runs, {Join(tenant.Waiting)} wait",
        (var several, _) => $"{Join(several)} run at once",
    };

    public static string Clock(Phase phase) =>
        $"{Math.Min(phase.Elapsed.TotalSeconds, phase.Length.TotalSeconds):0.0} of {phase.Length.TotalSeconds:0} s";

    private static string Join(IEnumerable<int> workers) => string.Join(' ', workers);
}
