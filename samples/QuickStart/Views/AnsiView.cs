using System.Text;
using QuickStart.Timelines;

namespace QuickStart.Views;

/// <summary>
/// A timeline that grows in place. Each frame is one write that moves the cursor up and overwrites line by line: nothing is cleared first, so nothing flickers.
/// </summary>
internal sealed class AnsiView : ITimelineView
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private const string ClearToEndOfLine = "\e[K";
    private const string Plain = "\e[0m";
    private const string Faint = "\e[2m";
    private const string Alarm = "\e[1;97;41m";
    private const int NameWidth = 11;
    private const int StateWidth = 26;

    // Background colours that keep a black digit readable, one for each worker.
    private static readonly int[] Backgrounds = [42, 44, 43, 45, 46, 47, 102, 104, 103];

    private readonly bool _colors = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private int _drawnLines;

    /// <summary>Whether someone watches, on a terminal that understands.</summary>
    public static bool IsSupported =>
        !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("TERM") != "dumb"
        && (!OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("WT_SESSION") is not null);

    public IDisposable Open(Phase phase)
    {
        _drawnLines = 0;
        Console.Out.Write($"{HideCursor}\n");
        return new Ending(this, phase);
    }

    public void Draw(Phase phase)
    {
        var frame = new StringBuilder();
        if (_drawnLines > 0)
        {
            frame.Append($"\e[{_drawnLines}A");
        }

        var lines = Lines(phase).ToList();
        foreach (var line in lines)
        {
            frame.Append('\r').Append(line).Append(ClearToEndOfLine).Append('\n');
        }

        _drawnLines = lines.Count;
        Console.Out.Write(frame);
    }

    private IEnumerable<string> Lines(Phase phase)
    {
        // A line that wraps would take two rows and break the way back up. Width 0 is what a terminal of unknown size reports.
        var width = Console.WindowWidth is > 0 and var known ? Math.Min(known, 140) : 80;
        var columns = Math.Clamp(width - NameWidth - StateWidth - 4, 10, 100);

        yield return Fit($"  {phase.Title}   {ViewText.Clock(phase)}   {phase.Runs} runs", width);
        foreach (var tenant in phase.Tenants)
        {
            yield return $"  {tenant.Tenant,-NameWidth + 2}{Cells(tenant, phase, columns)} {Fit(ViewText.State(tenant), StateWidth)}";
        }

        foreach (var note in phase.Notes)
        {
            yield return Fit($"  {note}", width);
        }
    }

    private string Cells(TenantTimeline tenant, Phase phase, int columns)
    {
        var text = new StringBuilder();
        var cells = TimelineCell.Slice(tenant.Runs, phase, columns);
        var current = "";
        foreach (var cell in cells)
        {
            var color = _colors ? Color(cell) : "";
            if (color != current)
            {
                text.Append(Plain).Append(color);
                current = color;
            }

            text.Append(cell.Symbol);
        }

        return text.Append(_colors ? Plain : "").Append(' ', columns - cells.Length).ToString();
    }

    private static string Color(TimelineCell cell) => cell switch
    {
        { Overlaps: true } => Alarm,
        { Worker: > 0 } => $"\e[30;{Backgrounds[(cell.Worker - 1) % Backgrounds.Length]}m",
        _ => Faint,
    };

    private static string Fit(string text, int width) => text.Length < width ? text : text[..(width - 1)];

    private sealed class Ending(AnsiView view, Phase phase) : IDisposable
    {
        public void Dispose()
        {
            view.Draw(phase);
            Console.Out.Write(ShowCursor);
        }
    }
}
