namespace QuickStart.Views;

/// <summary>Shows a phase while it runs.</summary>
internal interface ITimelineView
{
    /// <summary>Starts to show a phase; disposing the result shows how it ended.</summary>
    IDisposable Open(Phase phase);

    /// <summary>Shows the phase as it is now. Called many times a second.</summary>
    void Draw(Phase phase);
}
