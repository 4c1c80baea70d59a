using System.Globalization;

namespace DistributedLock.Generators.Text;

/// <summary>The names that something generated uses already.</summary>
internal sealed class NameScope
{
    private readonly HashSet<string> _taken = [];

    /// <summary>Takes every name in a piece of code.</summary>
    public void Take(string? text)
    {
        for (var start = 0; start < text?.Length; start++)
        {
            if (!IsStart(text[start]))
            {
                continue;
            }

            var end = start + 1;
            while (end < text.Length && IsPart(text[end]))
            {
                end++;
            }

            _taken.Add(text.Substring(start, end - start));
            start = end - 1;
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

    private static bool IsStart(char character) => character == '_' || char.IsLetter(character) || char.GetUnicodeCategory(character) == UnicodeCategory.LetterNumber;

    private static bool IsPart(char character) => IsStart(character) || char.GetUnicodeCategory(character) is UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;
}
