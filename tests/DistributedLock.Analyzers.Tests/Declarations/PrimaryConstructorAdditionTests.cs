using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;
using static DistributedLock.Analyzers.Tests.Declarations.ProviderAddition;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0008 and DLK0001: the provider as a parameter of the type itself.</summary>
public class PrimaryConstructorAdditionTests
{
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
}
