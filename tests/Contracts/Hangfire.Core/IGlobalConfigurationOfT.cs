namespace Hangfire;

/// <summary>The configuration after something was added to it.</summary>
public interface IGlobalConfiguration<out T> : IGlobalConfiguration
{
    T Entry { get; }
}
