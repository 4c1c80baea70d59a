using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Corpus;

/// <summary>Whole programs, and what all rules together say about them: written from the contract of the rules, not from their code.</summary>
public class CorpusTests
{
    public static IEnumerable<TheoryDataRow<string>> WrongPrograms => Rows("Wrong");

    public static IEnumerable<TheoryDataRow<string>> RightPrograms => Rows("Right");

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(WrongPrograms))]
    public async Task Wrong_program_is_reported_where_it_is_marked(string name)
    {
        var code = CorpusProgram.Load(name);

        Assert.NotEmpty(Markup.Parse(code.Source).Marks);
        await Check.AllReportAsync(code);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(RightPrograms))]
    public async Task Right_program_is_passed_over_in_silence(string name)
    {
        var code = CorpusProgram.Load(name);

        Assert.Empty(Markup.Parse(code.Source).Marks);
        await Check.AllReportAsync(code);
    }

    [Fact(Timeout = 60_000)]
    public async Task Corpus_is_as_large_as_it_is_said_to_be()
    {
        await Task.CompletedTask;
        Assert.True(CorpusProgram.In("Wrong").Count >= 60);
        Assert.True(CorpusProgram.In("Right").Count >= 120);
    }

    private static IEnumerable<TheoryDataRow<string>> Rows(string folder) => CorpusProgram.In(folder).Select(static name => new TheoryDataRow<string>(name));
}
