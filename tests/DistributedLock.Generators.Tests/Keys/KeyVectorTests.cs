using System.Globalization;
using System.Reflection;
using DistributedLock.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Generators.Tests.Keys;

/// <summary>Generated code gives the keys of the file of test vectors.</summary>
public class KeyVectorTests
{
    // One class with one method for each vector, so that there is one compilation.
    private static readonly string Source = $$"""
        public partial class Service(DistributedLock.Generators.Tests.Harness.RecordingProvider locks)
        {
        {{string.Join("\n", KeyVector.All.Select((vector, index) => Method(vector, index)))}}
        }
        """;

    public static TheoryData<string> Names { get; } = [.. KeyVector.All.Select(vector => vector.Name)];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public void Generated_key_is_the_vectors_key(string name)
    {
        // A culture with other separators and signs must not show in a key.
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fa-IR");
        var index = KeyVector.All.Select((vector, position) => (vector, position)).Single(pair => pair.vector.Name == name).position;
        var vector = KeyVector.All[index];
        var provider = new RecordingProvider();
        object service = Service.Create(Source, provider);
        var method = service.GetType().GetMethod($"M{index}")!;

        void Call() => method.Invoke(service, BindingFlags.DoNotWrapExceptions, null, [.. vector.Values.Select(value => value.Parsed)], null);

        if (vector.Key is null)
        {
            Assert.Throws<ArgumentException>(Call);
            Assert.Empty(provider.Requests);
        }
        else
        {
            Call();
            Assert.Equal(vector.Key, Assert.Single(provider.Requests).Key.Value);
        }
    }

    private static string Method(KeyVector vector, int index)
    {
        var parameters = string.Join(", ", vector.Values.Select(value => $"{value.CSharpType} {value.Name}"));
        return FormattableString.Invariant($$"""
                [DistributedLock({{SymbolDisplay.FormatLiteral(vector.Template, quote: true)}})] public partial void M{{index}}({{parameters}});
                private void M{{index}}Core({{parameters}}) => _ = locks;
            """);
    }
}
