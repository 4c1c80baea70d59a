using DistributedLock.AspNetCore.Templates;
using DistributedLock.Generators.Tests.Keys;

namespace DistributedLock.AspNetCore.Tests.Keys;

/// <summary>An endpoint's key is the key that generated code gives for the same template and values: both are held to the same file.</summary>
public sealed class KeyVectorTests
{
    public static TheoryData<string> Names => new(KeyVector.All.Select(static vector => vector.Name));

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Names))]
    public Task Key_of_an_endpoint_is_the_vectors_key(string name)
    {
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("fa-IR");
        var vector = KeyVector.All.Single(vector => vector.Name == name);
        var parameters = vector.Values.Select(static (value, position) => new EndpointParameter(value.Name, value.DeclaredType, position));
        var binder = new TemplateBinder(vector.Template, [.. parameters]);
        var template = binder.Bind();
        Assert.Empty(binder.Problems);

        var values = new RequestValues(new DefaultHttpContext(), [.. vector.Values.Select(static value => value.Parsed)]);
        if (vector.Key is null)
        {
            Assert.Throws<MissingValueException>(() => Keys(template!, values));
        }
        else
        {
            Assert.Equal(vector.Key, Assert.Single(Keys(template!, values)).Value);
        }

        return Task.CompletedTask;
    }

    private static IReadOnlyList<LockKey> Keys(EndpointTemplate template, RequestValues values) => template.Keys(new LockDefinition(template.Text, "endpoint"), values);
}
