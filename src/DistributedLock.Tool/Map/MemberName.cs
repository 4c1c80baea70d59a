namespace DistributedLock.Tool.Map;

/// <summary>A member as the generator writes it, <c>Shop.Orders&lt;T&gt;.PlaceAsync(int, string)</c>, taken apart.</summary>
/// <param name="Path">Without type parameters and parameters: <c>Shop.Orders.PlaceAsync</c>.</param>
/// <param name="Parameters">How many parameters it has.</param>
internal sealed record MemberName(string Path, int Parameters)
{
    /// <summary>The path of its type.</summary>
    public string Owner => Path.LastIndexOf('.') is > 0 and var dot ? Path[..dot] : "";

    public static MemberName Parse(string member)
    {
        var open = member.IndexOf('(', StringComparison.Ordinal);
        var path = open < 0 ? member : member[..open];
        return new MemberName(WithoutTypeArguments(path), open < 0 ? 0 : Count(member[(open + 1)..^1]));
    }

    private static string WithoutTypeArguments(string path)
    {
        var depth = 0;
        return string.Concat(path.Where(character =>
        {
            depth += character == '<' ? 1 : 0;
            var isOutside = depth == 0;
            depth -= character == '>' ? 1 : 0;
            return isOutside;
        }));
    }

    private static int Count(string parameters)
    {
        if (parameters.Trim().Length == 0)
        {
            return 0;
        }

        var (depth, count) = (0, 1);
        foreach (var character in parameters)
        {
            depth += character is '<' or '(' or '[' ? 1 : character is '>' or ')' or ']' ? -1 : 0;
            count += character == ',' && depth == 0 ? 1 : 0;
        }

        return count;
    }
}
