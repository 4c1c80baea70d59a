using Hangfire.Common;
using Hangfire.States;

namespace Hangfire;

/// <summary>Creates jobs.</summary>
public interface IBackgroundJobClient
{
    string Create(Job job, IState state);

    bool ChangeState(string jobId, IState state, string expectedState);
}
