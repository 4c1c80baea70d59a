using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>
/// Tests of the usual frameworks. An exception that leaves a test is its failure, and its handle goes with what the test has made: nobody writes a
/// <c>finally</c> for that.
/// </summary>
internal static class TestMethod
{
    public static bool Is(ISymbol member)
    {
        foreach (var attribute in member.GetAttributes())
        {
            for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
            {
                if (type.Name is "FactAttribute" or "TestAttribute" or "TestMethodAttribute" or "TestCaseAttribute" or "TestCaseSourceAttribute")
                {
                    return true;
                }
            }
        }

        return false;
    }
}
