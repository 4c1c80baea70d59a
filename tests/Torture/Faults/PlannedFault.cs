namespace DistributedLock.Torture;

/// <summary>One fault of a plan.</summary>
/// <param name="At">When, from the beginning of the run.</param>
/// <param name="Name">Which one.</param>
/// <param name="Place">The place of the worker it is meant for, where nobody holds <paramref name="HolderOf"/>; also the number of a server, modulo how many there are.</param>
/// <param name="HolderOf">The number of the key whose holder it is meant for, modulo how many there are; null for the worker in the place.</param>
/// <param name="For">How long it lasts, or how long a killed worker or server stays away.</param>
/// <param name="Clock">Clock: by how much it is set.</param>
internal sealed record PlannedFault(TimeSpan At, string Name, int Place, int? HolderOf, TimeSpan For, TimeSpan Clock)
{
    /// <summary>One line of <c>--plan</c>.</summary>
    public override string ToString()
    {
        var target = Name switch
        {
            FaultNames.Scripts or FaultNames.Forget or FaultNames.Restart or FaultNames.Freeze => FormattableString.Invariant($"server {Place}"),
            _ when HolderOf is { } key => FormattableString.Invariant($"the holder of key {key}, or else place {Place}"),
            _ => FormattableString.Invariant($"place {Place}"),
        };
        var clock = Name == FaultNames.Clock ? FormattableString.Invariant($" by {Clock.TotalSeconds:0} s") : "";
        return FormattableString.Invariant($"{At.TotalSeconds,9:0.000} s  {Name,-14}  {target}{clock}, for {For.TotalSeconds:0.000} s");
    }
}
