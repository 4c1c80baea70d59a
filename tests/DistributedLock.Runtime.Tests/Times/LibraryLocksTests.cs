using System.Reflection;
using System.Reflection.Emit;
using DistributedLock.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DistributedLock.Runtime.Tests.Times;

/// <summary>A library declares a lock with a profile that the application does not configure.</summary>
public sealed class LibraryLocksTests
{
    private const int Limit = 60_000;
    private const string Mistake = "The lock 'library-{id}' (Library.Work.Run) names the profile 'slow', which is not configured";

    private static readonly Type Work = Library();

    public static TheoryData<string> Registrations => ["type", "instance", "factory", "factory of objects", "keyed type", "keyed factory"];

    [Fact(Timeout = Limit)]
    public async Task Library_that_is_only_loaded_is_warned_of_and_stops_no_start()
    {
        await using var application = Application();

        await application.StartAsync();

        var (level, id, message, _) = Assert.Single(application.LoggedTimes);
        Assert.Equal((LogLevel.Warning, 45), (level, id));
        Assert.StartsWith(Mistake, message, StringComparison.Ordinal);
        Assert.EndsWith("taking the lock will throw", message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => application.TakeAsync(new LockDefinition("library-{id}", "Library.Work.Run") { Profile = "slow" }));
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Registrations))]
    public async Task Library_that_implements_a_service_of_the_application_stops_the_start(string way)
    {
        await using var application = Application(services => services.Add(way switch
        {
            "type" => ServiceDescriptor.Transient(typeof(object), Work),
            "instance" => ServiceDescriptor.Singleton(typeof(object), Activator.CreateInstance(Work)!),
            "factory" => ServiceDescriptor.Transient(Work, static _ => Activator.CreateInstance(Work)!),
            "factory of objects" => ServiceDescriptor.Transient(typeof(object), (Func<IServiceProvider, object>)Factory()),
            "keyed type" => ServiceDescriptor.KeyedTransient(typeof(object), "key", Work),
            _ => ServiceDescriptor.KeyedTransient(Work, "key", static (_, _) => Activator.CreateInstance(Work)!),
        }));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(application.StartAsync);

        Assert.Contains(Mistake, refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Library_that_the_host_calls_the_application_stops_the_start()
    {
        await using var application = Application(static services => services.AddSingleton<IHostEnvironment>(new Host()));

        await Assert.ThrowsAsync<InvalidOperationException>(application.StartAsync);
    }

    [Fact(Timeout = Limit)]
    public async Task Reload_that_takes_a_library_its_profile_is_refused()
    {
        await using var application = Application(settings: new ChangingSettings(("DistributedLock:Profiles:slow:LeaseSeconds", "90")));
        await application.StartAsync();
        Assert.Empty(application.LoggedTimes);

        application.Settings.ChangeTo(("DistributedLock:Profiles:fast:LeaseSeconds", "90"));

        Assert.Equal([41], application.LoggedTimes.Select(static entry => entry.Id));
        Assert.Contains(Mistake, application.LoggedTimes[^1].Message, StringComparison.Ordinal);
    }

    private static ConfiguredApplication Application(Action<IServiceCollection>? services = null, ChangingSettings? settings = null)
    {
        var application = new ConfiguredApplication(settings, services: services);
        application.Services.GetRequiredService<DeclaredLocks>().Loaded = static () => [Work.Assembly];
        return application;
    }

    private static Type Library()
    {
        var constructor = typeof(LockDefinitionInfoAttribute).GetConstructor([typeof(string), typeof(string)])!;
        var metadata = new CustomAttributeBuilder(
            constructor, ["library-{id}", "Library.Work.Run"], [typeof(LockDefinitionInfoAttribute).GetProperty(nameof(LockDefinitionInfoAttribute.Profile))!], ["slow"]);
        return AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Library"), AssemblyBuilderAccess.Run, [metadata])
            .DefineDynamicModule("Library").DefineType("Library.Work", TypeAttributes.Public).CreateType();
    }

    /// <summary>As <c>AddTransient&lt;object&gt;(_ => new Work())</c> hands it on.</summary>
    private static Delegate Factory() => typeof(LibraryLocksTests).GetMethod(nameof(Make), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(Work)
        .CreateDelegate(typeof(Func<,>).MakeGenericType(typeof(IServiceProvider), Work));

    private static T Make<T>(IServiceProvider services)
        where T : new() => new();

    private sealed class Host : IHostEnvironment
    {
        public string ApplicationName { get; set; } = "Library";

        public string EnvironmentName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
