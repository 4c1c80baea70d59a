namespace DistributedLock.Tool.Output;

/// <summary>Who reads the output.</summary>
internal enum Format
{
    /// <summary>A person at a terminal: tables.</summary>
    Rich,

    /// <summary>A pipe or a file: columns divided by tabs.</summary>
    Columns,

    /// <summary>A program that asked for JSON.</summary>
    Json,
}
