using System.Globalization;
using System.Reflection;

namespace DistributedLock;

/// <summary>
/// What is stored with a lock about its holder, in the form of a URL's query: readable with the store's own tools, and with nothing to parse it but .NET. One for each
/// provider: it writes what the provider's options say, and reads what anybody wrote.
/// </summary>
internal sealed class LockMetadata
{
    private const string HostName = "host";
    private const string ProcessName = "pid";
    private const string ApplicationName = "app";

    private static readonly int ProcessId;
    private static readonly string DefaultApplication;

    private readonly LockPairs _pairs;
    private readonly string _holder;

    static LockMetadata()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        ProcessId = process.Id;
        DefaultApplication = Assembly.GetEntryAssembly()?.GetName().Name ?? process.ProcessName;
    }

    /// <exception cref="ArgumentException">The options cannot be.</exception>
    public LockMetadata(DistributedLockOptions options)
    {
        _pairs = LockPairs.Of(options.Metadata, nameof(options.Metadata));
        Application = options.ApplicationName ?? DefaultApplication;
        _holder = FormattableString.Invariant(
            $"{HostName}={Uri.EscapeDataString(Environment.MachineName)}&{ProcessName}={ProcessId}&{ApplicationName}={Uri.EscapeDataString(Application)}{_pairs.Text}");
    }

    /// <summary>What this application is called.</summary>
    public string Application { get; }

    /// <summary>This process in one word, for a log.</summary>
    public string ThisProcess => $"{Environment.MachineName}/{ProcessId.ToString(CultureInfo.InvariantCulture)} ({Application})";

    /// <summary>The text that is stored. Where two pairs have one name, the second one counts: that of the request.</summary>
    public string Format(LockRequest request) => request.Pairs.Text.Length == 0 ? _holder : _holder + request.Pairs.Text;

    /// <summary>The same for a hold of this process that is stored nowhere.</summary>
    public LockInfo Describe(LockInfo info, LockRequest request) =>
        info with { Host = Environment.MachineName, ProcessId = ProcessId, Application = Application, Metadata = _pairs.With(request.Pairs) };

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
                case var name when name.StartsWith(LockPairs.NamePrefix, StringComparison.Ordinal):
                    pairs[name.Substring(LockPairs.NamePrefix.Length)] = value;
                    break;
            }
        }

        return info with { Metadata = pairs };
    }

    /// <summary>A holder in one word, for a log.</summary>
    public static string HolderOf(LockInfo held) =>
        $"{held.Host ?? "?"}/{held.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "?"} ({held.Application ?? "?"})";
}
