using DistributedLock.Analyzers.Order.Values;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Acquisitions;

/// <summary>A lock that is taken: which, how, and where it is written.</summary>
internal sealed class Acquisition : IEquatable<Acquisition>
{
    /// <summary><c>LockMode.Shared</c>, which this assembly does not reference.</summary>
    public const int ModeShared = 2;

    public Acquisition(BoundValue key, BoundValue provider, Location location, string? template = null)
    {
        Key = key;
        Provider = provider;
        ProviderSlot = provider.Path?.Last;
        Location = location;
        Template = template ?? TemplateOf(key);
    }

    public BoundValue Key { get; }

    public BoundValue Provider { get; }

    /// <summary>What the provider is read from last; known also where the object that it is a member of is not.</summary>
    public Slot? ProviderSlot { get; init; }

    /// <summary>The attribute's key, or the call.</summary>
    public Location Location { get; }

    /// <summary>The key with its placeholders named as the declaration names them, in canonical spelling; <see langword="null"/> where it has no text of its own.</summary>
    public string? Template { get; }

    public bool IsShared { get; init; }

    /// <summary>A permit: held twice by one flow without harm, and no lock that others wait for in order.</summary>
    public bool IsSemaphore { get; init; }

    /// <summary>Whether it waits at all: one try deadlocks with nobody.</summary>
    public bool Waits { get; init; } = true;

    /// <summary>Whether the runtime compares it with what the flow holds. The members of the provider's interface do not.</summary>
    public bool IsChecked { get; init; } = true;

    /// <summary>Whether it is meant for another worker (<c>TrackFlow = false</c>).</summary>
    public bool IsDetached { get; init; }

    /// <summary>Whether code may go on without it: a <c>TryAcquire</c> whose result nobody may have looked at.</summary>
    public bool MayFail { get; init; }

    /// <summary>What messages call it.</summary>
    public string Name => Template ?? string.Concat(Key.Parts.Select(static part => part.Literal ?? $"{{{part.Path?.ToString() ?? "?"}}}"));

    /// <summary>The same lock in the terms of a caller.</summary>
    public Acquisition In(CallBinding binding)
    {
        var key = binding.InCaller(Key);
        var provider = binding.InCaller(Provider);
        return ReferenceEquals(key, Key) && ReferenceEquals(provider, Provider) ? this : new Acquisition(key, provider, Location, Template)
        {
            ProviderSlot = provider.Path?.Last ?? (Provider.Path is { Members.IsEmpty: true } ? null : ProviderSlot),
            IsShared = IsShared,
            IsSemaphore = IsSemaphore,
            Waits = Waits,
            IsChecked = IsChecked,
            IsDetached = IsDetached,
            MayFail = MayFail,
        };
    }

    /// <summary>The same lock in the terms of a callee; <see langword="null"/> where the callee has no name for its key. The provider stays the caller's.</summary>
    public Acquisition? InCallee(CallBinding binding) => binding.InCallee(Key) is not { } key ? null : new Acquisition(key, Provider, Location)
    {
        ProviderSlot = ProviderSlot,
        IsShared = IsShared,
        IsSemaphore = IsSemaphore,
        Waits = Waits,
        IsChecked = IsChecked,
        IsDetached = IsDetached,
        MayFail = MayFail,
    };

    public bool Equals(Acquisition? other) => other is not null
        && Key.Equals(other.Key) && Provider.Equals(other.Provider) && Template == other.Template
        && IsShared == other.IsShared && IsSemaphore == other.IsSemaphore && Waits == other.Waits
        && IsChecked == other.IsChecked && IsDetached == other.IsDetached && MayFail == other.MayFail;

    public override bool Equals(object? obj) => Equals(obj as Acquisition);

    public override int GetHashCode() => unchecked((Key.GetHashCode() * 31) + (Template?.GetHashCode() ?? 0));

    private static string? TemplateOf(BoundValue key)
    {
        if (!key.IsKnown || key.Parts.All(static part => part.Literal is null))
        {
            return null;
        }

        return string.Concat(key.Parts.Select(static part => part.Literal is { } literal
            ? new CodeModel.Templates.TemplateLiteral(literal).Canonical
            : $"{{{part.Path}{(part.Format is null ? string.Empty : ":" + part.Format)}}}"));
    }
}
