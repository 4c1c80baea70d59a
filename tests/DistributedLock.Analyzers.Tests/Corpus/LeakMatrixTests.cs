using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Corpus;

/// <summary>Each way to lose a handle, through each way to get one; and each way to release it.</summary>
public class LeakMatrixTests
{
    private const string NotReleased = "DLK0102";

    public static IEnumerable<TheoryDataRow<string, string>> Leaks => Rows("Leaks/Wrong");

    public static IEnumerable<TheoryDataRow<string, string>> Releases => Rows("Leaks/Right");

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Leaks))]
    public Task Leaked_handle_is_reported_at_its_acquire(string template, string form) =>
        Check.AllReportAsync(Form(form).In(CorpusProgram.Text(template), NotReleased));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Releases))]
    public Task Released_handle_is_passed_over_in_silence(string template, string form) =>
        Check.AllReportAsync(Form(form).In(CorpusProgram.Text(template), markedBy: null));

    private static AcquireForm Form(string name) => AcquireForm.All.Single(form => form.Name == name);

    private static IEnumerable<TheoryDataRow<string, string>> Rows(string folder) =>
        from template in CorpusProgram.In(folder)
        from form in AcquireForm.All
        select new TheoryDataRow<string, string>(template, form.Name);
}
