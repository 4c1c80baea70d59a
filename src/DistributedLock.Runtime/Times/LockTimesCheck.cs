using DistributedLock.CompilerServices;
using DistributedLock.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Times;

/// <summary>Keeps an application from starting whose configured times have mistakes, and tells all of them at once.</summary>
/// <remarks>
/// Before anything else starts. A declared lock counts as wrong only where no registration would take it: which one it belongs to cannot be known before it is taken.
/// And it stops the start only where the application takes it by all appearances: a library that is only loaded may declare locks that nobody takes.
/// </remarks>
internal sealed class LockTimesCheck(IEnumerable<ConfiguredLockTimes> registrations, DeclaredLocks declared, ILogger logger) : IHostedLifecycleService
{
    private readonly ConfiguredLockTimes[] _registrations = [.. registrations];
    private bool _isChecked;

    /// <exception cref="InvalidOperationException">There are mistakes.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Check();
        return Task.CompletedTask;
    }

    /// <summary>For hosts that know no more of a service than its start.</summary>
    /// <exception cref="InvalidOperationException">There are mistakes.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => StartingAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Array.ForEach(_registrations, static registration => registration.OnStarted());
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Check()
    {
        if (_isChecked)
        {
            return;
        }

        _isChecked = true;
        var mistakes = _registrations.SelectMany(static registration => registration.Mistakes).Concat(MistakesOf(declared.OfApplication())).Distinct(StringComparer.Ordinal).ToList();
        if (mistakes.Count > 0)
        {
            throw ConfiguredLockTimes.Unusable(mistakes);
        }

        foreach (var mistake in MistakesOf(declared.OfOthers()).Distinct(StringComparer.Ordinal))
        {
            TimesLog.MistakeElsewhere(logger, mistake);
        }
    }

    private IEnumerable<string> MistakesOf(IReadOnlyList<LockDefinition> locks)
    {
        foreach (var one in locks)
        {
            var mistakes = _registrations.Select(registration => registration.MistakeOf(one)).ToList();
            if (mistakes.Count > 0 && mistakes.TrueForAll(static mistake => mistake is not null))
            {
                yield return mistakes[0]!;
            }
        }
    }
}
