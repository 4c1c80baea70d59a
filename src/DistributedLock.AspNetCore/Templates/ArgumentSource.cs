using System.Collections;
using System.Reflection;

namespace DistributedLock.AspNetCore.Templates;

/// <summary>An argument of the handler, or a value in it: <c>{id}</c>, <c>{order.Customer.Id}</c>.</summary>
/// <param name="position">Where the argument stands.</param>
/// <param name="members">The properties and fields on the way from the argument to the value.</param>
internal sealed class ArgumentSource(int position, IReadOnlyList<MemberInfo> members) : PlaceholderSource
{
    public override object? Read(RequestValues values)
    {
        var value = values.Arguments[position];
        foreach (var member in members)
        {
            if (value is null)
            {
                return null;
            }

            value = member is PropertyInfo property ? property.GetValue(value) : ((FieldInfo)member).GetValue(value);
        }

        return value;
    }

    public override IEnumerable<object?> ReadAll(RequestValues values) => Read(values) is IEnumerable elements ? elements.Cast<object?>() : [];
}
