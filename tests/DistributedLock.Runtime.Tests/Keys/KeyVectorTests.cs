using System.Text.RegularExpressions;
using DistributedLock.CompilerServices;
using DistributedLock.Generators.Tests.Keys;
using Xunit;

namespace DistributedLock.Runtime.Tests.Keys;

/// <summary>
/// A key that is put together at run time, from values whose types are only known there, is the key that generated code gives: both are held to the same file.
/// </summary>
public sealed partial class KeyVectorTests
{
    public static TheoryData<string> Names => new(KeyVector.All.Select(static vector => vector.Name));

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Names))]
    public Task Key_put_together_at_run_time_is_the_vectors_key(string name)
    {
        using var _ = new HostileCulture();
        var vector = KeyVector.All.Single(vector => vector.Name == name);
        if (vector.Key is null)
        {
            Assert.Throws<ArgumentException>(() => Key(vector));
        }
        else
        {
            Assert.Equal(vector.Key, Key(vector).Value);
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task File_has_vectors()
    {
        Assert.NotEmpty(KeyVector.All);
        return Task.CompletedTask;
    }

    private static LockKey Key(KeyVector vector)
    {
        var writer = new LockKeyWriter(new LockDefinition(vector.Template, "Sample.Type.Method"), stackalloc char[64]);
        var position = 0;
        foreach (var placeholder in Bracket().Matches(vector.Template).Where(static match => match.Groups["name"].Success))
        {
            writer.Literal(Literal(vector.Template[position..placeholder.Index]));
            position = placeholder.Index + placeholder.Length;
            var name = placeholder.Groups["name"].Value;
            var text = Text(vector.Values.Single(value => value.Name == name).Parsed, placeholder.Groups["format"]);
            if (position < vector.Template.Length)
            {
                writer.Text(text, name, Literal(vector.Template[position..])[0]);
            }
            else
            {
                writer.Text(text, name);
            }
        }

        writer.Literal(Literal(vector.Template[position..]));
        return writer.ToKey();
    }

    private static string? Text(object? value, Group format) => LockKeyText.OfObject(value, format.Success ? format.Value : null);

    private static string Literal(string text) => DoubledBracket().Replace(text, "$1");

    // Doubled brackets are literals: they are matched, so that no placeholder begins in one, and then passed over.
    [GeneratedRegex(@"\{\{|\}\}|<<|>>|[{<](?<name>\w+)(?::(?<format>[^}>]+))?[}>]")]
    private static partial Regex Bracket();

    [GeneratedRegex(@"([{}<>])\1")]
    private static partial Regex DoubledBracket();
}
