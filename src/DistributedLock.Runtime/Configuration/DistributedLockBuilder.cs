using DistributedLock.FailFast;
using DistributedLock.Telemetry;
using DistributedLock.Times;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DistributedLock;

/// <summary>Chooses the backend of one registered lock provider. Backends add their own <c>Use…</c> extension methods.</summary>
public sealed class DistributedLockBuilder
{
    private readonly LockTelemetryOptions _telemetry = new();
    private readonly LockFailFastOptions _failFast = new();
    private Func<IServiceProvider, IDistributedLockProvider>? _factory;

    internal DistributedLockBuilder(string? name) => Name = name;

    /// <summary>The name of the registration; <see langword="null"/> for the default one.</summary>
    public string? Name { get; }

    /// <summary>Uses the in-memory backend: for applications that run once, and for tests.</summary>
    /// <exception cref="InvalidOperationException">A backend was chosen already.</exception>
    public DistributedLockBuilder UseInMemory(Action<InMemoryLockOptions>? configure = null) =>
        Use(services => new InMemoryLockProvider(Configure(services, new InMemoryLockOptions(), configure)));

    /// <summary>Uses any backend.</summary>
    /// <param name="factory">Creates the provider; the container disposes it.</param>
    /// <exception cref="InvalidOperationException">A backend was chosen already.</exception>
    public DistributedLockBuilder Use(Func<IServiceProvider, IDistributedLockProvider> factory)
    {
        if (factory is null)
        {
            throw new ArgumentNullException(nameof(factory));
        }

        if (_factory is not null)
        {
            throw new InvalidOperationException(
                $"{Registration} chooses two backends: expected one. Register the other one by a name: AddDistributedLock(\"name\", ...).");
        }

        _factory = factory;
        return this;
    }

    /// <summary>Says what is told of the locks of this registration, and to whom; see <see cref="LockTelemetryOptions"/>.</summary>
    public DistributedLockBuilder ConfigureTelemetry(Action<LockTelemetryOptions> configure)
    {
        (configure ?? throw new ArgumentNullException(nameof(configure)))(_telemetry);
        return this;
    }

    /// <summary>
    /// Says how long the locks of this registration are waited for, leased and held, and which section of the configuration says so; see <see cref="LockTimeOptions"/>.
    /// </summary>
    public DistributedLockBuilder ConfigureTimes(Action<LockTimeOptions> configure)
    {
        (configure ?? throw new ArgumentNullException(nameof(configure)))(Times);
        return this;
    }

    /// <summary>
    /// Says when acquisitions of this registration fail at once, because its store has been down for a while: see <see cref="LockFailFastOptions"/>. They do so unless
    /// this says otherwise (<c>failFast => failFast.IsEnabled = false</c>).
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DistributedLockBuilder ConfigureFailFast(Action<LockFailFastOptions> configure)
    {
        (configure ?? throw new ArgumentNullException(nameof(configure)))(_failFast);
        _failFast.Validate();
        return this;
    }

    /// <summary>Fills the options of a backend from the container, then by the application's own code, and validates them.</summary>
    /// <exception cref="ArgumentException">An option cannot work.</exception>
    public static TOptions Configure<TOptions>(IServiceProvider services, TOptions options, Action<TOptions>? configure)
        where TOptions : DistributedLockOptions
    {
        options.TimeProvider = services.GetService<TimeProvider>() ?? options.TimeProvider;
        options.LoggerFactory = services.GetService<ILoggerFactory>() ?? options.LoggerFactory;
        configure?.Invoke(options);
        options.Validate();
        return options;
    }

    internal LockTimeOptions Times { get; } = new();

    /// <summary>What messages call this registration.</summary>
    internal string Registration => Name is null ? "AddDistributedLock(...)" : $"AddDistributedLock(\"{Name}\", ...)";

    internal Func<IServiceProvider, IDistributedLockProvider> Build()
    {
        var factory = _factory ?? throw new InvalidOperationException(
            $"{Registration} chooses no backend: expected one, such as locks.UseFileSystem(directory), or locks.UseInMemory() for an application that " +
            "runs once. There is no silent default, because a local lock would not exclude other machines.");
        return services =>
        {
            var provider = factory(services) ?? throw new InvalidOperationException($"The backend of {Registration} gave null: expected a lock provider.");

            // Another name for a registered provider is that provider: its locks are told once, and have its times. One that code gave times (WithTimes) keeps those.
            var observed = provider.As<ObservedLockProvider>() is not null ? provider : new ObservedLockProvider(FailingFast(provider), _telemetry, Observers(services));
            return provider.As<ConfiguredLockProvider>() is not null ? observed : new ConfiguredLockProvider(observed, LockTimesRegistration.Of(services, Registration));
        };
    }

    /// <summary>Nothing is put around memory, which is always there, nor around what fails fast already.</summary>
    private IDistributedLockProvider FailingFast(IDistributedLockProvider provider) =>
        LockProviderIdentity.Of(provider) is InMemoryLockProvider || provider.As<FailFastLockProvider>() is not null ? provider : provider.WithFailFast(_failFast);

    /// <summary>Those of the registration and those of the container, which are made when the first lock is taken.</summary>
    /// <returns><see langword="null"/> where there is nobody.</returns>
    private Func<IReadOnlyList<ILockObserver>>? Observers(IServiceProvider services)
    {
        ILockObserver[] own = [.. _telemetry.Observers];
        var mayHaveMore = services.GetService<IServiceProviderIsService>()?.IsService(typeof(ILockObserver)) ?? true;
        return mayHaveMore ? () => [.. own, .. services.GetServices<ILockObserver>()]
            : own.Length == 0 ? null
            : () => own;
    }
}
