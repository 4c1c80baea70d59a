using Hangfire.Common;
using Hangfire.States;

namespace Hangfire;

/// <summary>
/// Takes a failed job to a later try while it has attempts left: it elects the scheduled state and counts in the job's parameter <c>RetryCount</c>. Its
/// order is 20.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class AutomaticRetryAttribute : JobFilterAttribute, IElectStateFilter
{
    public static readonly int DefaultRetryAttempts = 10;

    public AutomaticRetryAttribute() => Order = 20;

    public int Attempts { get; set; } = DefaultRetryAttempts;

    public AttemptsExceededAction OnAttemptsExceeded { get; set; }

    public int[] DelaysInSeconds { get; set; }

    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is not FailedState failed)
        {
            return;
        }

        var attempt = context.GetJobParameter<int>("RetryCount") + 1;
        if (attempt <= Attempts)
        {
            context.SetJobParameter("RetryCount", attempt);
            var delays = DelaysInSeconds ?? [15];
            var delay = TimeSpan.FromSeconds(delays[Math.Min(attempt, delays.Length) - 1]);
            var reason = $"Retry attempt {attempt} of {Attempts}: {failed.Exception.Message}";
            context.CandidateState = delay == TimeSpan.Zero ? new EnqueuedState { Reason = reason } : new ScheduledState(delay) { Reason = reason };
        }
        else if (OnAttemptsExceeded == AttemptsExceededAction.Delete)
        {
            context.CandidateState = new DeletedState { Reason = "Exceeded the maximum number of retry attempts." };
        }
    }
}
