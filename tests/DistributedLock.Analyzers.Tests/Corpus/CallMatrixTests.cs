using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Corpus;

/// <summary>Each way from one locked method to another, at two depths, and what is wrong with the two locks.</summary>
public class CallMatrixTests
{
    public static IEnumerable<TheoryDataRow<string, string, bool>> Calls =>
        from template in CorpusProgram.In("Calls")
        from fault in CallFault.All
        from throughOneMore in new[] { false, true }
        select new TheoryDataRow<string, string, bool>(template, fault.Name, throughOneMore);

    /// <summary>Where both methods have the parameter that the key is made of.</summary>
    public static IEnumerable<TheoryDataRow<string, string, bool>> CallsWithArgument =>
        Calls.Where(static row => CorpusProgram.Text(row.Data.Item1).Contains("(int id, ", StringComparison.Ordinal));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Calls))]
    public Task Fault_between_constant_keys_is_found_through_calls(string template, string fault, bool throughOneMore) =>
        CheckAsync(template, fault, throughOneMore, keySuffix: "");

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(CallsWithArgument))]
    public Task Fault_between_keys_of_one_argument_is_found_through_calls(string template, string fault, bool throughOneMore) =>
        CheckAsync(template, fault, throughOneMore, keySuffix: "-{id}");

    private static Task CheckAsync(string template, string fault, bool throughOneMore, string keySuffix) => Check.AllReportAsync(
        CallFault.All.Single(candidate => candidate.Name == fault).In(CorpusProgram.Text(template), throughOneMore, keySuffix));
}
