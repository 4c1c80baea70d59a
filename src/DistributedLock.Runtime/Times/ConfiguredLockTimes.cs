using DistributedLock.CompilerServices;
using DistributedLock.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace DistributedLock.Times;

/// <summary>
/// The configured times of one lock provider, as they are now. Thread-safe: a reload makes a new state and puts it in the place of the old one by one write, so each
/// acquisition sees the one or the other.
/// </summary>
internal sealed class ConfiguredLockTimes : ILockRequestResolver, IDisposable
{
    private readonly object _reloading = new();
    private readonly LockTimeOptions _options;
    private readonly IConfiguration? _configuration;
    private readonly DeclaredLocks _declared;
    private readonly ILogger _logger;
    private readonly IDisposable? _subscription;
    private readonly HashSet<string> _undeclared = new(StringComparer.Ordinal);
    private readonly bool _isRead;
    private volatile State _state = new(TimeLevels.None, []);
    private string? _refused;
    private bool _isStarted;

    /// <param name="registration">What messages call the provider's registration.</param>
    /// <param name="options">What code says.</param>
    /// <param name="configuration">What is read besides, where there is one.</param>
    /// <param name="declared">The locks that are known to be declared.</param>
    /// <param name="logger">Where reloads are told.</param>
    public ConfiguredLockTimes(string registration, LockTimeOptions options, IConfiguration? configuration, DeclaredLocks declared, ILogger logger)
    {
        Registration = registration;
        _options = options;
        _configuration = options.Section is null ? null : options.Configuration ?? configuration;
        _declared = declared;
        _logger = logger;

        // First this, then the reading: what changes in between is read again.
        lock (_reloading)
        {
            _subscription = _configuration is null ? null : ChangeToken.OnChange(_configuration.GetReloadToken, Reload);
            _state = Read();
            _isRead = true;
        }
    }

    /// <summary>The registration of the provider.</summary>
    public string Registration { get; }

    /// <summary>What is wrong with the configuration; empty where it can be used.</summary>
    public IReadOnlyList<string> Mistakes => _state.Mistakes;

    /// <exception cref="InvalidOperationException">The configuration has a mistake, or contradicts the request's declaration.</exception>
    public LockRequest Resolve(LockRequest request)
    {
        var state = _state;
        var definition = request.Definition;
        if (request.IsComplete || (state.IsNothing && definition?.Profile is null))
        {
            return request;
        }

        if (state.Mistakes.Count > 0)
        {
            throw Unusable(state.Mistakes);
        }

        if (definition is null)
        {
            return request.Complete(state.Levels.Defaults);
        }

        var known = definition.Times;
        if (known is null || !ReferenceEquals(known.Levels, state.Levels))
        {
            var times = state.Levels.Of(definition, out var mistake);
            definition.Times = known = mistake is null ? new TimesOfDefinition(state.Levels, times) : throw new InvalidOperationException(mistake + ".");
        }

        return request.Complete(known.Times);
    }

    /// <summary>Why a lock could not be taken; <see langword="null"/> where it could.</summary>
    public string? MistakeOf(LockDefinition declared)
    {
        _state.Levels.Of(declared, out var mistake);
        return mistake;
    }

    /// <summary>The application has started, so all that it declares is known.</summary>
    public void OnStarted()
    {
        lock (_reloading)
        {
            _isStarted = true;
            WarnOfUndeclared(_state.Levels);
            if (_configuration is not null && _options.Section is { } section and not LockTimeOptions.DefaultSection && !_configuration.GetSection(section).Exists())
            {
                TimesLog.SectionMissing(_logger, Registration, section);
            }
        }
    }

    public void Dispose() => _subscription?.Dispose();

    /// <summary>The exception that lists mistakes.</summary>
    public static InvalidOperationException Unusable(IReadOnlyCollection<string> mistakes) => new(
        $"The configured times of locks cannot be used, because of {(mistakes.Count == 1 ? "a mistake" : $"{mistakes.Count} mistakes")}:" +
        string.Concat(mistakes.Select(static mistake => $"{Environment.NewLine}- {mistake}{(mistake.EndsWith("?", StringComparison.Ordinal) ? "" : ".")}")));

    private State Read()
    {
        var mistakes = new List<string>();
        var levels = CodeTimesReader.Read(_options, mistakes);
        if (_configuration is not null)
        {
            levels = new SettingsReader(mistakes).Read(_configuration.GetSection(_options.Section!)).Over(levels);
        }

        mistakes.AddRange(levels.Defaults.Contradictions(areWhole: true).Select(static contradiction => $"The defaults of all locks contradict each other: {contradiction}"));
        mistakes.AddRange(levels.Profiles.SelectMany(static profile =>
            profile.Value.Contradictions(areWhole: false).Select(contradiction => $"The times of the profile '{profile.Key}' contradict each other: {contradiction}")));
        mistakes.AddRange(levels.Locks.SelectMany(static one =>
            one.Value.Times.Contradictions(areWhole: false).Select(contradiction => $"The times of '{one.Key}' contradict each other: {contradiction}")));
        return new State(levels, mistakes);
    }

    private void Reload()
    {
        lock (_reloading)
        {
            if (!_isRead)
            {
                return; // the first reading is still to come
            }

            var before = _state;
            State now;
            try
            {
                now = Read();
            }
            catch (Exception exception)
            {
                // A source that cannot be read: whoever changed it is told, and locks go on as they are.
                TimesLog.Unreadable(_logger, Registration, exception);
                return;
            }

            var mistakes = now.Mistakes.Concat(before.Mistakes.Count > 0 ? [] : NewMistakes(_declared.All(), before, now)).ToList();
            if (mistakes.Count > 0)
            {
                Refuse(string.Join("; ", mistakes));
                return;
            }

            _refused = null;
            var changes = now.Levels.ChangesFrom(before.Levels).ToList();
            if (changes.Count == 0 && before.Mistakes.Count == 0)
            {
                return; // other settings have changed
            }

            _state = now;
            TimesLog.Changed(_logger, Registration, string.Join("; ", changes));
            if (_isStarted)
            {
                WarnOfUndeclared(now.Levels);
            }
        }
    }

    /// <summary>Of declared locks that could be taken before, and could not be now.</summary>
    private static IEnumerable<string> NewMistakes(IReadOnlyList<LockDefinition> locks, State before, State now)
    {
        foreach (var declared in locks)
        {
            now.Levels.Of(declared, out var mistake);
            if (mistake is not null)
            {
                before.Levels.Of(declared, out var old);
                if (old is null)
                {
                    yield return mistake;
                }
            }
        }
    }

    /// <summary>Once for each new set of mistakes: a file that is saved tells of it several times.</summary>
    private void Refuse(string mistakes)
    {
        if (_refused != mistakes)
        {
            _refused = mistakes;
            TimesLog.Refused(_logger, Registration, mistakes);
        }
    }

    private void WarnOfUndeclared(TimeLevels levels)
    {
        if (levels.Locks.Count == 0)
        {
            return;
        }

        var templates = new HashSet<string>(_declared.All().Select(static declared => declared.Template), StringComparer.Ordinal);
        foreach (var one in levels.Locks.Where(one => !templates.Contains(one.Key) && _undeclared.Add(one.Key)))
        {
            TimesLog.Undeclared(_logger, one.Value.Source, one.Key, CodeModel.Parsing.NearestName.Of(one.Key, templates) is { } nearest ? $"did you mean '{nearest}'?" : "none is near to it");
        }
    }

    /// <summary>What is read at once, and changed at once.</summary>
    private sealed class State(TimeLevels levels, IReadOnlyList<string> mistakes)
    {
        public TimeLevels Levels { get; } = levels;

        public IReadOnlyList<string> Mistakes { get; } = mistakes;

        /// <summary>Whether nothing is configured, rightly or wrongly.</summary>
        public bool IsNothing { get; } = levels.IsEmpty && mistakes.Count == 0;
    }
}
