namespace DistributedLock.Analyzers.Order.Summaries;

/// <summary>
/// The words of version 1. A method is a list of
/// <c>(take certain lock (trace...) (guard...))</c>, <c>(call certain parameter (trace...) lock...)</c>, both with <c>/virtual</c> behind the first word for what
/// other types run for it, and <c>lazy</c>. A pair is <c>(held taken certain (trace...))</c>, with a list of gates behind it where other locks are held around it;
/// a gate is <c>(text by-held by-taken provider-slot)</c>. A lock is
/// <c>(flags template (key part...) (provider part...) provider-slot)</c>, the slot where the provider's path is unknown, a part a word of text, <c>()</c> for unknown, or <c>(format escaped root member...)</c>;
/// a root is <c>this</c>, the position of a parameter, or a slot; a slot is <c>(kind assembly owner name fixed type service-key)</c>.
/// </summary>
internal static class SummaryFormat
{
    public const int Version = 1;

    public const string Take = "take";
    public const string Call = "call";
    public const string TakeByOther = "take/virtual";
    public const string CallByOther = "call/virtual";
    public const string Lazy = "lazy";

    public const string Yes = "+";
    public const string No = "-";
    public const string This = "this";

    /// <summary>A slot that a compilation which sees the member reads as that member.</summary>
    public const string Member = "m";

    /// <summary>A slot that means nothing outside of its assembly but itself: a captured parameter, a variable.</summary>
    public const string Variable = "v";

    public const char Shared = 's';
    public const char Semaphore = 'n';
    public const char Waits = 'w';
    public const char Checked = 'c';
    public const char Detached = 'd';
}
