using QuickStart;
using QuickStart.Workers;

if (args is ["worker", ..])
{
    return await Worker.RunAsync(args);
}

if (args.Any(argument => argument is "--help" or "-h" or "-?"))
{
    Console.WriteLine(QuickStartOptions.Usage);
    return 0;
}

if (!QuickStartOptions.TryParse(args, out var options, out var error))
{
    Console.Error.WriteLine($"{error}\nTry --help for the options.");
    return 2;
}

if (options.Store is { } store && await store.TryOutAsync() is { } trouble)
{
    Console.Error.WriteLine($"{trouble}\nTry --help for the options.");
    return 2;
}

return await new Show(options).RunAsync();
