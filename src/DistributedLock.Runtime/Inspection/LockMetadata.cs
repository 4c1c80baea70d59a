using System.Globalization;
using System.Reflection;

namespace DistributedLock;

/// <summary>
/// What is stored with a lock about its holder, in the form of a URL's query: readable with the store's own tools, and with nothing to parse it but .NET.
/// </summary>
internal static class LockMetadata
{
    private const string HostName = "host";
    private const string ProcessName = "pid";
    private const string ApplicationName = "app";
    private const string PairPrefix = "x.";

    private static readonly string Process = FormatProcess();

    public static string Format(IReadOnlyDictionary<string, string>? pairs) => pairs is null || pairs.Count == 0
        ? Process
        : string.Concat(Process, string.Concat(pairs.Select(static pair => $"&{Uri.EscapeDataString(PairPrefix + pair.Key)}={Uri.EscapeDataString(pair.Value)}")));

    /// <summary>The holder that a text of <see cref="Format"/> tells of. What cannot be understood, because somebody else wrote it, is left out.</summary>
    public static LockInfo Read(string metadata, LockInfo info)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in metadata.Split('&'))
        {
            var equals = pair.IndexOf('=');
            if (equals <= 0)
            {
                continue;
            }

            var value = Uri.UnescapeDataString(pair.Substring(equals + 1));
            switch (Uri.UnescapeDataString(pair.Substring(0, equals)))
            {
                case HostName:
                    info = info with { Host = value };
                    break;
                case ProcessName when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id):
                    info = info with { ProcessId = id };
                    break;
                case ApplicationName:
                    info = info with { Application = value };
                    break;
                case var name when name.StartsWith(PairPrefix, StringComparison.Ordinal):
                    pairs[name.Substring(PairPrefix.Length)] = value;
                    break;
            }
        }

        return info with { Metadata = pairs };
    }

    private static string FormatProcess()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var application = Assembly.GetEntryAssembly()?.GetName().Name ?? process.ProcessName;
        return FormattableString.Invariant(
            $"{HostName}={Uri.EscapeDataString(Environment.MachineName)}&{ProcessName}={process.Id}&{ApplicationName}={Uri.EscapeDataString(application)}");
    }
}
