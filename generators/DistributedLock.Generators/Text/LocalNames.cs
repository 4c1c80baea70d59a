using DistributedLock.CodeModel.Methods;

namespace DistributedLock.Generators.Text;

/// <summary>The wrapper's locals, under names that hide nothing the wrapper uses.</summary>
internal sealed class LocalNames
{
    public LocalNames(LockedMethod method)
    {
        var scope = new NameScope();
        scope.Take(method.Signature.TypeParameters);
        scope.Take(method.Core.Target);
        scope.Take(method.Fallback?.Target);
        scope.Take(method.Token);
        foreach (var parameter in method.Signature.Parameters)
        {
            scope.Take(parameter.Name);
        }

        foreach (var declared in method.Locks)
        {
            scope.Take(declared.DefinitionName);
            scope.Take(declared.KeyMethodName);
            scope.Take(declared.Provider);
            scope.Take(declared.ElementsMethodName);
            scope.Take(declared.Key.Collection?.Expression);
        }

        Request = scope.Free("request");
        Claims = scope.Free("claims");
        Element = scope.Free("element");
        Handle = scope.Free("handle");
        Hold = scope.Free("hold");
        Result = scope.Free("result");
        Items = scope.Free("items");
        Item = scope.Free("item");
        Canceled = scope.Free("canceled");
        Failure = scope.Free("failure");
        Trigger = scope.Free("trigger");
        Loss = scope.Free("loss");
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

    public string Failure { get; }

    public string Trigger { get; }

    public string Loss { get; }
}
