using DistributedLock.Analyzers.RealCode;
using DistributedLock.Analyzers.RealCode.Analysis;
using DistributedLock.Analyzers.RealCode.Reports;

if (args.Length == 0 || args.Contains("--help"))
{
    Console.WriteLine(RealCodeOptions.Help);
    Console.WriteLine($"\nStand-in handle types:\n  {string.Join("\n  ", RealCodeOptions.StandInHandleTypes)}");
    return args.Length == 0 ? 2 : 0;
}

RealCodeOptions options;
try
{
    options = RealCodeOptions.Parse(args);
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine($"{exception.Message} --help tells what can be given.");
    return 2;
}

var all = new List<AnalyzedSources>();
foreach (var input in options.Inputs)
{
    var analyzed = await SourceAnalysis.RunAsync(input, options);
    all.Add(analyzed);
    if (!options.AsMarkdown)
    {
        TextReport.Write(analyzed, options.Context);
    }
}

if (options.AsMarkdown)
{
    MarkdownReport.Write(Console.Out, all);
}

if (options.TablesFile is { } file)
{
    using var writer = File.CreateText(file);
    MarkdownReport.Write(writer, all);
}

return all.Any(static sources => sources.Reports.Any(static report => report.Id == "AD0001")) ? 1 : 0;
