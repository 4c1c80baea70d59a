namespace DistributedLock.SqlServer.TestEndpoint.Protocol;

/// <summary>All packets of one request, put together.</summary>
/// <param name="Type">What kind of request it is.</param>
/// <param name="Status">Reset flags come from the first packet, the ignore flag from the last.</param>
/// <param name="Payload">The packets' contents without their headers.</param>
internal sealed record Message(PacketType Type, PacketStatus Status, byte[] Payload)
{
    public bool IsIgnored => Status.HasFlag(PacketStatus.Ignore);

    public bool ResetsConnection => (Status & (PacketStatus.ResetConnection | PacketStatus.ResetConnectionKeepTransaction)) != 0;

    public bool KeepsTransaction => Status.HasFlag(PacketStatus.ResetConnectionKeepTransaction);
}
