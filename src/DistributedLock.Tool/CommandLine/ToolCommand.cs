using System.CommandLine;

namespace DistributedLock.Tool.CommandLine;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class ToolCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines, each with what it does behind a <c>#</c>.</summary>
    public abstract IReadOnlyList<string> Examples { get; }
}
