using QuickStart;
using QuickStart.Workers;

return args is ["worker", ..]
    ? await Worker.RunAsync(args)
    : await SampleMain.RunAsync(args, QuickStartOptions.Usage, QuickStartOptions.Numbers, ["--plain"], arguments => new Show(new QuickStartOptions(arguments)).RunAsync());
