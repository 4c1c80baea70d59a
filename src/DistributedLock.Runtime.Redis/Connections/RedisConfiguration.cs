using System.Globalization;
using StackExchange.Redis;

namespace DistributedLock.Redis;

/// <summary>Reads a configuration string, and names what is wrong by its place: its text may hold a password, and a password may hold a comma.</summary>
internal static class RedisConfiguration
{
    private const string Expected = "expected servers and settings divided by commas, such as \"localhost:6379,password=...,ssl=true\"";

    public static ConfigurationOptions Parse(string configuration, string setting)
    {
        if (string.IsNullOrWhiteSpace(configuration))
        {
            throw new ArgumentException($"{setting} is empty: {Expected}.", setting);
        }

        ThrowIfMisleading(configuration.Split(','), setting);
        var options = TryParse(configuration) ?? throw new ArgumentException(
            $"{setting} cannot be read: {Expected}; {Unreadable(configuration)}.", setting);
        if (options.EndPoints.Count == 0)
        {
            throw new ArgumentException($"{setting} names no server: {Expected}.", setting);
        }

        options.SetDefaultPorts();
        return options;
    }

    /// <summary>The driver would take these for servers, and a part of a password would go into names, messages and logs.</summary>
    private static void ThrowIfMisleading(string[] parts, string setting)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].IndexOf('=') >= 0)
            {
                continue;
            }

            if (parts[i].IndexOf('@') >= 0 || parts[i].IndexOf("://", StringComparison.Ordinal) >= 0)
            {
                throw new ArgumentException(
                    $"{setting} cannot be read: {Expected}; part {i + 1} of {parts.Length} is a URI or has a user in it. User and password are settings of their own.", setting);
            }

            if (i > 0 && parts[i - 1].TrimStart().StartsWith("password", StringComparison.OrdinalIgnoreCase))
            {
                throw new ArgumentException(
                    $"{setting} cannot be read: {Expected}; part {i + 1} of {parts.Length}, right after the password, is no setting. Put servers first; a password with a " +
                    "comma cannot be written here: set it in ConfigurationOptions, and hand over the multiplexer.",
                    setting);
            }
        }
    }

    private static ConfigurationOptions? TryParse(string configuration)
    {
        try
        {
            return ConfigurationOptions.Parse(configuration);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return null; // its message may repeat a part of a password
        }
    }

    private static string Unreadable(string configuration)
    {
        var parts = configuration.Split(',');
        for (var i = 0; i < parts.Length; i++)
        {
            if (TryParse(parts[i]) is null)
            {
                return string.Format(CultureInfo.InvariantCulture, "part {0} of {1} has a keyword or a value that the driver does not know", i + 1, parts.Length);
            }
        }

        return "its parts contradict each other";
    }
}
