namespace DistributedLock.Testing;

/// <summary>The options of <see cref="FakeLockProvider"/>.</summary>
public sealed class FakeLockOptions : DistributedLockOptions
{
    /// <summary>
    /// The provider's name: several locks are taken in the ordinal order of their providers' names, so a test that depends on that order gives the fakes the
    /// names of the real ones. Default: <c>fake</c>, or <c>fake:name</c> for a provider that is registered by a name.
    /// </summary>
    public string Name { get; set; } = "fake";

    /// <summary>Where the fake writes down what happens. Default: a recorder of its own, or, from a container, one for all of its fakes.</summary>
    public LockRecorder Recorder { get; set; } = new();

    /// <inheritdoc/>
    protected override void Validate()
    {
        base.Validate();
        if (string.IsNullOrEmpty(Name))
        {
            throw new ArgumentException("Name is empty: expected a name for the fake provider.", nameof(Name));
        }

        if (Recorder is null)
        {
            throw new ArgumentException("Recorder is null: expected a LockRecorder.", nameof(Recorder));
        }
    }

    internal FakeLockOptions Checked()
    {
        Validate();
        return this;
    }
}
