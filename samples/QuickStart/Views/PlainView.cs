using QuickStart.Timelines;

namespace QuickStart.Views;

/// <summary>Lines for a file or a log: the state once a second, and the whole timeline when a phase has ended.</summary>
internal sealed class PlainView : ITimelineView
{
    private const int Columns = 80;

    private int _seconds;
    private int _notes;

    public IDisposable Open(Phase phase)
    {
        _seconds = 0;
        _notes = 0;
        Console.WriteLine($"\n{phase.Title}");
        return new Ending(this, phase);
    }

    public void Draw(Phase phase)
    {
        PrintNotes(phase);
        if ((int)phase.Elapsed.TotalSeconds > _seconds && phase.Elapsed < phase.Length)
        {
            _seconds = (int)phase.Elapsed.TotalSeconds;
            Console.WriteLine($"  {phase.Elapsed.TotalSeconds:0.0} s  {string.Join("; ", phase.Tenants.Select(tenant => $"{tenant.Tenant}: {ViewText.State(tenant)}"))}");
        }
    }

    private void PrintNotes(Phase phase)
    {
        while (_notes < phase.Notes.Count)
        {
            Console.WriteLine($"  {phase.Notes[_notes++]}");
        }
    }

    private void Close(Phase phase)
    {
        PrintNotes(phase);
        foreach (var tenant in phase.Tenants)
        {
            // A dot of ASCII, because nobody knows the encoding of what reads this.
            var cells = TimelineCell.Slice(tenant.Runs, phase, Columns).Select(cell => cell.Worker == 0 ? '.' : cell.Symbol);
            Console.WriteLine($"  {tenant.Tenant,-9}{string.Concat(cells)}");
        }
    }

    private sealed class Ending(PlainView view, Phase phase) : IDisposable
    {
        public void Dispose() => view.Close(phase);
    }
}
