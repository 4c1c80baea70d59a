namespace Hangfire;

/// <summary>What configuring extension methods extend.</summary>
public interface IGlobalConfiguration
{
}
