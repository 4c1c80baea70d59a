using Microsoft.CodeAnalysis.CSharp;
using Xunit.Sdk;

namespace DistributedLock.Generators.Tests.PartialMethods;

/// <summary>One declaration whose wrapper must compile without a warning.</summary>
public sealed class PartialMethodCase : IXunitSerializable
{
    public PartialMethodCase()
    {
    }

    public PartialMethodCase(string name, string source, LanguageVersion since = LanguageVersion.CSharp9) =>
        (Name, Source, Since) = (name, source, since);

    public string Name { get; private set; } = string.Empty;

    public string Source { get; private set; } = string.Empty;

    /// <summary>The version of C# that has the form.</summary>
    public LanguageVersion Since { get; private set; }

    public void Deserialize(IXunitSerializationInfo info)
    {
        Name = info.GetValue<string>(nameof(Name))!;
        Source = info.GetValue<string>(nameof(Source))!;
        Since = (LanguageVersion)info.GetValue<int>(nameof(Since));
    }

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(Name), Name);
        info.AddValue(nameof(Source), Source);
        info.AddValue(nameof(Since), (int)Since);
    }

    public override string ToString() => Name;
}
