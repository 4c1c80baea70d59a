namespace Hangfire;

/// <summary>What becomes of a job whose attempts are used up.</summary>
public enum AttemptsExceededAction
{
    Fail,
    Delete,
}
