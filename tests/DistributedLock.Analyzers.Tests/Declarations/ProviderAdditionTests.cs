using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0008 and DLK0001: how a type is given a provider.</summary>
public class ProviderAdditionTests
{
    private const string Method = """
            [DistributedLock("a")]
            public partial void Run();

            private void RunCore() { }
        """;

    [Fact(Timeout = 60_000)]
    public Task Class_without_constructor_gets_a_primary_one() => GivesAsync(
        $$"""
        public partial class Service : IDisposable
        {
        {{Method}}

            public void Dispose() { }
        }
        """,
        $$"""
        public partial class Service(IDistributedLockProvider locks) : IDisposable
        {
        {{Method}}

            public void Dispose() { }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Generic_class_gets_its_parameter_list_behind_the_type_parameters() => GivesAsync(
        $$"""
        public abstract partial class Service<T> where T : class
        {
        {{Method}}
        }
        """,
        $$"""
        public abstract partial class Service<T>(IDistributedLockProvider locks) where T : class
        {
        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Older_language_gets_field_and_constructor() => GivesAsync(
        new TestCode($$"""
        public partial class Service
        {
        {{Method}}
        }
        """) { LanguageVersion = LanguageVersion.CSharp11 },
        $$"""
        public partial class Service
        {
            private readonly IDistributedLockProvider _locks;

            public Service(IDistributedLockProvider locks)
            {
                _locks = locks;
            }

        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Older_language_puts_field_and_constructor_behind_the_fields() => GivesAsync(
        new TestCode($$"""
        public abstract partial class Service
        {
            private int m_count = 1;

        {{Method}}
        }
        """) { LanguageVersion = LanguageVersion.CSharp9 },
        $$"""
        public abstract partial class Service
        {
            private int m_count = 1;
            private readonly IDistributedLockProvider m_locks;

            protected Service(IDistributedLockProvider locks)
            {
                m_locks = locks;
            }

        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Struct_of_an_older_language_assigns_everything() => GivesAsync(
        new TestCode($$"""
        public partial struct Service
        {
            private int _count;

        {{Method}}
        }
        """) { LanguageVersion = LanguageVersion.CSharp9 },
        $$"""
        public partial struct Service
        {
            private int _count;
            private readonly IDistributedLockProvider _locks;

            public Service(IDistributedLockProvider locks) : this()
            {
                _locks = locks;
            }

        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Primary_constructor_gets_one_more_parameter() => GivesAsync(
        $$"""
        public partial class Service(string name, int count = 3)
        {
            public string Name => name + count;

        {{Method}}
        }
        """,
        $$"""
        public partial class Service(string name, IDistributedLockProvider locks, int count = 3)
        {
            public string Name => name + count;

        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Parameters_on_lines_of_their_own_stay_so() => GivesAsync(
        $$"""
        public partial class Service(
            string name,
            object other) // both
        {
            private readonly string _name = name;
            private readonly object _other = other;

        {{Method}}
        }
        """,
        $$"""
        public partial class Service(
            string name,
            object other,
            IDistributedLockProvider locks) // both
        {
            private readonly string _name = name;
            private readonly object _other = other;
            private readonly IDistributedLockProvider _locks = locks;

        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Primary_constructor_is_called_with_the_new_argument() => GivesAsync(
        $$"""
        public partial class Service(string name)
        {
            public Service() : this("x")
            {
            }

            public string Name => name;

        {{Method}}
        }
        """,
        $$"""
        public partial class Service(string name, IDistributedLockProvider locks)
        {
            public Service(IDistributedLockProvider locks) : this("x", locks)
            {
            }

            public string Name => name;

        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Constructor_gets_parameter_field_and_assignment() => GivesAsync(
        $$"""
        public class Base(int number)
        {
            public int Number => number;
        }

        public partial class Service : Base
        {
            private readonly string _name;

            public Service(string name)
                : base(1)
            {
                _name = name;
            }

        {{Method}}
        }
        """,
        $$"""
        public class Base(int number)
        {
            public int Number => number;
        }

        public partial class Service : Base
        {
            private readonly string _name;
            private readonly IDistributedLockProvider _locks;

            public Service(string name, IDistributedLockProvider locks)
                : base(1)
            {
                _name = name;
                _locks = locks;
            }

        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Documented_parameters_stay_all_documented() => GivesAsync(
        $$"""
        /// <summary>Base.</summary>
        /// <param name="name">Its name.</param>
        public partial class Service(string name)
        {
            /// <summary>With a number.</summary>
            /// <param name="number">
            /// The number.
            /// </param>
            public Service(int number) : this("x" + number)
            {
            }

            public string Name => name;

        {{Method}}
        }
        """,
        $$"""
        /// <summary>Base.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="locks">Where its locks are taken.</param>
        public partial class Service(string name, IDistributedLockProvider locks)
        {
            /// <summary>With a number.</summary>
            /// <param name="number">
            /// The number.
            /// </param>
            /// <param name="locks">Where its locks are taken.</param>
            public Service(int number, IDistributedLockProvider locks) : this("x" + number, locks)
            {
            }

            public string Name => name;

        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Fields_without_prefix_are_assigned_by_this() => GivesAsync(
        $$"""
        public partial class Service
        {
            readonly string name;

            public Service(string name) { this.name = name; }

        {{Method}}
        }
        """,
        $$"""
        public partial class Service
        {
            readonly string name;
            readonly IDistributedLockProvider locks;

            public Service(string name, IDistributedLockProvider locks) { this.locks = locks; this.name = name; }

        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Constructor_with_an_expression_gets_a_block() => GivesAsync(
        $$"""
        public partial class Service
        {
            private readonly string _name;

            public Service(string name) => _name = name;

        {{Method}}
        }
        """,
        $$"""
        public partial class Service
        {
            private readonly string _name;
            private readonly IDistributedLockProvider _locks;

            public Service(string name, IDistributedLockProvider locks)
            {
                _name = name;
                _locks = locks;
            }

        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Constructors_that_call_each_other_pass_it_on() => GivesAsync(
        $$"""
        public partial class Service
        {
            private readonly string _name;

            public Service() : this("x") { }

            public Service(string name) : this(name, 1, more: 2) { }

            public Service(string name, int count, int more = 0)
            {
                _name = name + count + more;
                if (more > 1)
                {
                    return;
                }
            }

            private Service(object other)
            {
                _name = other.ToString()!;
            }

        {{Method}}
        }
        """,
        $$"""
        public partial class Service
        {
            private readonly string _name;
            private readonly IDistributedLockProvider _locks;

            public Service(IDistributedLockProvider locks) : this("x", locks) { }

            public Service(string name, IDistributedLockProvider locks) : this(name, 1, locks, more: 2) { }

            public Service(string name, int count, IDistributedLockProvider locks, int more = 0)
            {
                _locks = locks;
                _name = name + count + more;
                if (more > 1)
                {
                    return;
                }
            }

            private Service(object other, IDistributedLockProvider locks)
            {
                _name = other.ToString()!;
                _locks = locks;
            }

        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Parameter_that_is_there_is_kept_in_a_field() => GivesAsync(
        $$"""
        public partial class Service
        {
            public Service(InMemoryLockProvider provider)
            {
                provider.ToString();
            }

        {{Method}}
        }
        """,
        $$"""
        public partial class Service
        {
            private readonly IDistributedLockProvider _locks;

            public Service(InMemoryLockProvider provider)
            {
                provider.ToString();
                _locks = provider;
            }

        {{Method}}
        }
        """);

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
    public Task Parameter_of_another_meaning_keeps_its_name() => GivesAsync(
        $$"""
        public partial class Service
        {
            private readonly int count;

            public Service(int locks) => count = locks;

        {{Method}}
        }
        """,
        $$"""
        public partial class Service
        {
            private readonly int count;
            private readonly IDistributedLockProvider locks;

            public Service(int locks, IDistributedLockProvider lockProvider)
            {
                count = locks;
                this.locks = lockProvider;
            }

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
    public Task Record_gets_a_property() => GivesAsync(
        $$"""
        public partial record Service(string Name)
        {
        {{Method}}
        }
        """,
        $$"""
        public partial record Service(string Name, IDistributedLockProvider Locks)
        {
        {{Method}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Record_struct_gets_a_property() => GivesAsync(
        new TestCode($$"""
        public partial record struct Service
        {
        {{Method}}
        }
        """) { LanguageVersion = LanguageVersion.CSharp10 },
        $$"""
        public partial record struct Service(IDistributedLockProvider Locks)
        {
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
    public Task Constructor_in_another_file_is_changed_there() => GivesAsync(
        new TestCode($$"""
        public partial class Service
        {
        {{Method}}
        }
        """) { OtherFiles = new Dictionary<string, string> { ["Other.cs"] = "public partial class Service\n{\n    public Service(int a)\n    {\n    }\n}\n" } },
        $$"""
        public partial class Service
        {
        {{Method}}
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

    private static async Task GivesAsync(TestCode before, string after)
    {
        await Fix.MendsAsync("DLK0008", before, after);
        if (before.OtherFiles.Count == 0)
        {
            await Declaration.IsSoundAsync(before with { Source = after });
        }
    }
}
