namespace DistributedLock;

/// <summary>Why a term of a leader ended.</summary>
public enum LeadershipEndReason
{
    /// <summary>The election was stopped or disposed in this process. The next leader follows as soon as the bodies have ended.</summary>
    Stopped = 0,

    /// <summary>The lock can no longer be counted on: it was not renewed in time, its session ended, or it was taken away. This process is a candidate again.</summary>
    Lost,
}
