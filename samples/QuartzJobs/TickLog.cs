using System.Globalization;

namespace QuartzJobs;

/// <summary>What a process tells the parent about its runs, one line each.</summary>
internal sealed class TickLog
{
    public void Ready() => Say("ready");

    public void Begin(DateTimeOffset? tick) => Say("begins " + Name(tick));

    public void End(DateTimeOffset? tick) => Say("ends " + Name(tick));

    private static string Name(DateTimeOffset? tick) => tick.GetValueOrDefault().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
