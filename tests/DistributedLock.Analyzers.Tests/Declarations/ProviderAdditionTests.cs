using DistributedLock.Analyzers.Tests.Harness;
using static DistributedLock.Analyzers.Tests.Declarations.ProviderAddition;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0008 and DLK0001: how a type is given a provider.</summary>
public class ProviderAdditionTests
{
    [Fact(Timeout = 60_000)]
    public Task Type_that_keeps_everything_in_properties_gets_a_property() => GivesAsync(
        $$"""
        public partial class Service
        {
            public Service(string name)
            {
                Name = name;
            }

            private string Name { get; }

        {{Method}}
        }
        """,
        $$"""
        public partial class Service
        {
            public Service(string name, IDistributedLockProvider locks)
            {
                Name = name;
                Locks = locks;
            }

            private string Name { get; }

            private IDistributedLockProvider Locks { get; }

        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Field_of_one_configuration_is_not_followed() => GivesAsync(
        $$"""
        public partial class Service
        {
        #if !OTHER
            private readonly int _count;
        #endif

            public Service()
            {
        #if !OTHER
                _count = 1;
        #endif
            }

            public int Count => _count;

        {{Method}}
        }
        """,
        $$"""
        public partial class Service
        {
            private readonly IDistributedLockProvider _locks;

        #if !OTHER
            private readonly int _count;
        #endif

            public Service(IDistributedLockProvider locks)
            {
        #if !OTHER
                _count = 1;
        #endif
                _locks = locks;
            }

            public int Count => _count;

        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Names_that_are_taken_are_left_alone() => GivesAsync(
        """
        public partial class Service
        {
            public int LockProvider { get; set; }

            [DistributedLock("a")]
            public partial void Run(int locks);

            private void RunCore(int locks) { }
        }
        """,
        """
        public partial class Service(IDistributedLockProvider lockProvider)
        {
            public int LockProvider { get; set; }

            [DistributedLock("a")]
            public partial void Run(int locks);

            private void RunCore(int locks) { }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Tie_is_broken_by_a_name() => Fix.MendsAsync("DLK0008",
        """
        public partial class Service(IDistributedLockProvider fast, IDistributedLockProvider safe)
        {
            [DistributedLock("a")]
            [DistributedLock("b", Provider = nameof(fast))]
            [DistributedLock("c", TimeoutSeconds = 1)]
            public partial void Run();

            private void RunCore() => safe.ToString();
        }
        """,
        """
        public partial class Service(IDistributedLockProvider fast, IDistributedLockProvider safe)
        {
            [DistributedLock("a", Provider = nameof(safe))]
            [DistributedLock("b", Provider = nameof(fast))]
            [DistributedLock("c", TimeoutSeconds = 1, Provider = nameof(safe))]
            public partial void Run();

            private void RunCore() => safe.ToString();
        }
        """,
        action: "'safe'");

    [Fact(Timeout = 60_000)]
    public Task Several_methods_of_a_type_get_one_provider() => Fix.MendsAllAsync("DLK0008",
        """
        public partial class Service
        {
            [DistributedLock("a")]
            public partial void Run();

            private void RunCore() { }

            [DistributedLock("b")]
            public partial void Go();

            private void GoCore() { }
        }
        """,
        """
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial void Run();

            private void RunCore() { }

            [DistributedLock("b")]
            public partial void Go();

            private void GoCore() { }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Static_method_is_not_given_one() => Fix.IsNotOfferedAsync("DLK0008",
        """
        public static partial class Service
        {
            [DistributedLock("a")]
            public static partial void Run();

            private static void RunCore() { }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Provider_that_the_attribute_names_is_the_users_to_write() => Fix.IsNotOfferedAsync("DLK0008",
        """
        public partial class Service
        {
            [DistributedLock("a", Provider = "_missing")]
            public partial void Run();

            private void RunCore() { }
        }
        """);
}
