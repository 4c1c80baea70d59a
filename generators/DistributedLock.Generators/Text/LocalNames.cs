using System.Text.RegularExpressions;
using DistributedLock.CodeModel.Methods;

namespace DistributedLock.Generators.Text;

/// <summary>The wrapper's locals, under names that hide nothing the wrapper uses.</summary>
internal sealed class LocalNames
{
    private static readonly Regex Identifier = new(@"[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}\p{Cf}]*", RegexOptions.CultureInvariant);

    private readonly HashSet<string> _taken = [];

    public LocalNames(LockedMethod method)
    {
        Take(method.Signature.TypeParameters);
        Take(method.Core.Target);
        Take(method.Fallback?.Target);
        foreach (var parameter in method.Signature.Parameters)
        {
            Take(parameter.Name);
        }

        foreach (var declared in method.Locks)
        {
            Take(declared.DefinitionName);
            Take(declared.KeyMethodName);
            Take(declared.Provider);
            Take(declared.ElementsMethodName);
            Take(declared.Key.Collection?.Expression);
        }

        Request = Free("request");
        Claims = Free("claims");
        Element = Free("element");
        Handle = Free("handle");
        Hold = Free("hold");
        Result = Free("result");
        Items = Free("items");
        Item = Free("item");
        Canceled = Free("canceled");
    }

    public string Request { get; }

    public string Claims { get; }

    public string Element { get; }

    public string Handle { get; }

    public string Hold { get; }

    public string Result { get; }

    public string Items { get; }

    public string Item { get; }

    public string Canceled { get; }

    private void Take(string? text)
    {
        foreach (Match match in Identifier.Matches(text ?? string.Empty))
        {
            _taken.Add(match.Value);
        }
    }

    private string Free(string name)
    {
        while (!_taken.Add(name))
        {
            name += "_";
        }

        return name;
    }
}
