using DistributedLock.Analyzers.Tests.Harness;
using static DistributedLock.Analyzers.Tests.Declarations.ProviderAddition;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0008 and DLK0001: the provider as a parameter of the constructors that are there.</summary>
public class ConstructorAdditionTests
{
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
}
