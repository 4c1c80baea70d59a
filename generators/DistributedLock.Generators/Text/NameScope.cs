using System.Text.RegularExpressions;

namespace DistributedLock.Generators.Text;

/// <summary>The names that something generated uses already.</summary>
internal sealed class NameScope
{
    private static readonly Regex Identifier = new(@"[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}\p{Cf}]*", RegexOptions.CultureInvariant);

    private readonly HashSet<string> _taken = [];

    /// <summary>Takes every name in a piece of code.</summary>
    public void Take(string? text)
    {
        foreach (Match match in Identifier.Matches(text ?? string.Empty))
        {
            _taken.Add(match.Value);
        }
    }

    /// <summary>Takes the name, or one like it that is free.</summary>
    public string Free(string name)
    {
        while (!_taken.Add(name))
        {
            name += "_";
        }

        return name;
    }
}
