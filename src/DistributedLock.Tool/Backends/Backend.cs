using System.Text.RegularExpressions;
using DistributedLock.Tool.CommandLine;

namespace DistributedLock.Tool.Backends;

/// <summary>A store of locks that the command line names, and how its provider is made.</summary>
/// <param name="keyPrefix">See <see cref="DistributedLockOptions.KeyPrefix"/>.</param>
internal abstract partial class Backend(string keyPrefix)
{
    public string KeyPrefix { get; } = keyPrefix;

    /// <summary>What a person calls it.</summary>
    public abstract string Title { get; }

    /// <summary>
    /// What ends a hold where only its own session can; <see langword="null"/> where holds are leases, which the store can end.
    /// </summary>
    public abstract string? EndsOnlyWith { get; }

    /// <summary>What to say where the provider cannot tell who holds what.</summary>
    public virtual string WhyNotInspectable => "this kind of lock cannot be inspected.";

    /// <summary>Whether a release wakes the waiters of other processes, so that a late one is worth a warning.</summary>
    public virtual bool WakesWaiters => true;

    /// <summary>Looks at the options, without a word to the store.</summary>
    /// <exception cref="UsageException">An option cannot work.</exception>
    public void Validate()
    {
        try
        {
            DistributedLockBuilder.Configure(NoServices.Instance, OptionsOf(OpenSettings.ToLook), configure: null);
        }
        catch (ArgumentException exception)
        {
            throw Usage(exception);
        }
    }

    /// <summary>Makes a provider. It may connect, and so block.</summary>
    /// <exception cref="UsageException">An option cannot work.</exception>
    /// <exception cref="LockBackendException">The store refuses us for good, or did not answer in time.</exception>
    public async Task<IDistributedLockProvider> OpenAsync(OpenSettings settings, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => Create(settings), CancellationToken.None).WaitAsync(patience, cancellationToken);
        }
        catch (ArgumentException exception)
        {
            throw Usage(exception);
        }
        catch (TimeoutException exception)
        {
            throw new LockBackendException($"{Title}: no answer within {patience.TotalSeconds:0.#} s (--timeout).", exception);
        }
    }

    /// <summary>What the tool's user can do about a failure, beyond what the provider says; <see langword="null"/> for nothing.</summary>
    public virtual string? AdviceOn(LockBackendException exception) => null;

    /// <summary>Removes what the store keeps for good of a key that was used. Only for a key that nobody uses or will use.</summary>
    public virtual void Forget(string key)
    {
    }

    protected abstract DistributedLockOptions OptionsOf(OpenSettings settings);

    protected abstract IDistributedLockProvider Create(OpenSettings settings);

    /// <summary>Sets what is the same for all providers.</summary>
    protected T Configured<T>(T options, OpenSettings settings)
        where T : DistributedLockOptions
    {
        options.KeyPrefix = KeyPrefix;
        options.LoggerFactory = settings.Logs;
        options.AllowForceRelease = settings.AllowForceRelease;
        options.ApplicationName = "distlock";
        return options;
    }

    private UsageException Usage(ArgumentException exception) => new($"{Title}: {ParameterName().Replace(exception.Message, "")}");

    // What ArgumentException appends to its message: the options' names are not those of the command line.
    [GeneratedRegex(@"\s*\(Parameter '[^']*'\)$", RegexOptions.CultureInvariant)]
    private static partial Regex ParameterName();
}
