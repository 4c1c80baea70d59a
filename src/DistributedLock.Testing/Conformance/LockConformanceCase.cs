namespace DistributedLock.Testing;

/// <summary>One sentence of the contract, and the code that finds out whether a backend keeps it. Immutable and thread-safe.</summary>
public sealed class LockConformanceCase
{
    private readonly Func<ConformanceContext, CancellationToken, Task> _run;

    /// <summary>Creates a case.</summary>
    /// <param name="name">The behaviour, as <c>Subject_condition_outcome</c>.</param>
    /// <param name="requires">What a backend must promise for the case to apply.</param>
    /// <param name="run">Throws when the backend does not conform.</param>
    public LockConformanceCase(string name, LockCapabilities requires, Func<ConformanceContext, CancellationToken, Task> run)
    {
        Name = name ?? throw new ArgumentNullException(nameof(name));
        Requires = requires;
        _run = run ?? throw new ArgumentNullException(nameof(run));
    }

    /// <summary>The behaviour, as <c>Subject_condition_outcome</c>. Unique in <see cref="LockConformance.Cases"/>.</summary>
    public string Name { get; }

    /// <summary>What a backend must promise for the case to apply.</summary>
    public LockCapabilities Requires { get; }

    /// <summary>Whether the case applies to a backend with these capabilities.</summary>
    public bool AppliesTo(LockCapabilities capabilities) => (capabilities & Requires) == Requires;

    /// <summary>Runs the case on a fixture's store, within <see cref="LockConformanceFixture.CaseLimit"/>.</summary>
    /// <exception cref="LockConformanceException">The backend does not conform.</exception>
    /// <exception cref="ArgumentException">The case does not apply to the fixture's backend.</exception>
    public async Task RunAsync(LockConformanceFixture fixture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        if (!AppliesTo(fixture.Capabilities))
        {
            throw new ArgumentException(
                $"The case '{Name}' needs {Requires}, but the backend promises {fixture.Capabilities}. Take the cases from LockConformance.CasesFor.",
                nameof(fixture));
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(fixture.CaseLimit);
        var context = new ConformanceContext(fixture, limit.Token);
        await using (context.ConfigureAwait(false))
        {
            try
            {
                // A backend may ignore the token, or block; the case must end all the same.
                await Task.Run(() => _run(context, limit.Token), CancellationToken.None).WaitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException canceled) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new LockConformanceException($"{Name}: expected to end within {fixture.CaseLimit}; it still runs.", canceled);
            }
            catch (LockConformanceException failure)
            {
                throw new LockConformanceException($"{Name}: {failure.Message}", failure);
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
