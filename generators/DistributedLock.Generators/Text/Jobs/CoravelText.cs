namespace DistributedLock.Generators.Text.Jobs;

/// <summary>Coravel has no results, no interruption and no exceptions of its own; its jobs come again with their schedule, or never.</summary>
internal sealed class CoravelText : JobText
{
    public override bool WrapsFailures => false;

    public override string? Interruption => null;

    public override string Failure(string exception) => exception;

    public override void WriteSkip(CodeWriter code)
    {
    }

    public override void WriteReschedule(CodeWriter code, LocalNames names) => throw new NotSupportedException("The parser rejects Contention.Reschedule.");
}
