using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using static DistributedLock.Analyzers.Tests.Declarations.MethodNotPartialFix;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0001: classes derived from one that is given a provider pass it on.</summary>
public class DerivedClassTests
{
    [Fact(Timeout = 60_000)]
    public Task Primary_constructor_passes_it_on() => MendsAsync(
        """
        public class Service(string name)
        {
            [DistributedLock("a")]
            public string Run() => name;
        }

        public class Named(int number) : Service("n" + number);

        public class Plain : Service
        {
            public Plain() : base("plain")
            {
            }
        }

        public class Nearest : Plain;
        """,
        """
        public partial class Service(string name, IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial string Run();

            private string RunCore() => name;
        }

        public class Named(int number, IDistributedLockProvider locks) : Service("n" + number, locks);

        public class Plain : Service
        {
            public Plain(IDistributedLockProvider locks) : base("plain", locks)
            {
            }
        }

        public class Nearest(IDistributedLockProvider locks) : Plain(locks);
        """);

    [Fact(Timeout = 60_000)]
    public Task Base_constructor_that_nobody_wrote_is_called_with_it() => MendsAsync(
        """
        public abstract class Service
        {
            [DistributedLock("a")]
            protected void Run() { }
        }

        public class First<T> : Service, IDisposable
        {
            public First(T value) => Value = value;

            public First(T value, int more)
                : this(value) => Value = more > 0 ? value : Value;

            public T Value { get; }

            public void Dispose() { }
        }

        public class Second(int number) : First<int>(number);

        public class Third : Service { }
        """,
        """
        public abstract partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            protected partial void Run();

            private void RunCore() { }
        }

        public class First<T> : Service, IDisposable
        {
            public First(T value, IDistributedLockProvider locks) : base(locks) => Value = value;

            public First(T value, int more, IDistributedLockProvider locks)
                : this(value, locks) => Value = more > 0 ? value : Value;

            public T Value { get; }

            public void Dispose() { }
        }

        public class Second(int number, IDistributedLockProvider locks) : First<int>(number, locks);

        public class Third(IDistributedLockProvider locks) : Service(locks) { }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData(FixAllScope.Document)]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public Task Locked_class_keeps_it_and_passes_it_on(FixAllScope scope) => Fix.MendsAllAsync(Rule,
        """
        public class Derived(int number) : Service
        {
            [DistributedLock("b")]
            public int Go() => number;
        }

        public class Service
        {
            [DistributedLock("a")]
            public void Run() { }
        }

        public class Other : Derived
        {
            private readonly string _name;

            public Other(string name) : base(1)
            {
                _name = name;
            }

            [DistributedLock("c")]
            public string Name() => _name;
        }
        """,
        """
        public partial class Derived(int number, IDistributedLockProvider locks) : Service(locks)
        {
            private readonly IDistributedLockProvider _locks = locks;

            [DistributedLock("b")]
            public partial int Go();

            private int GoCore() => number;
        }

        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial void Run();

            private void RunCore() { }
        }

        public partial class Other : Derived
        {
            private readonly string _name;
            private readonly IDistributedLockProvider _locks;

            public Other(string name, IDistributedLockProvider locks) : base(1, locks)
            {
                _name = name;
                _locks = locks;
            }

            [DistributedLock("c")]
            public partial string Name();

            private string NameCore() => _name;
        }
        """,
        scope);

    [Fact(Timeout = 60_000)]
    public Task Records_share_the_property() => Fix.MendsAllAsync(Rule,
        """
        public record Job(string Name)
        {
            [DistributedLock("a")]
            public string Run() => Name;
        }

        public record Special(string Name, int Number) : Job(Name)
        {
            [DistributedLock("b")]
            public int Go() => Number;
        }

        public record Fixed() : Job("fixed");
        """,
        """
        public partial record Job(string Name, IDistributedLockProvider Locks)
        {
            [DistributedLock("a")]
            public partial string Run();

            private string RunCore() => Name;
        }

        public partial record Special(string Name, int Number, IDistributedLockProvider Locks) : Job(Name, Locks)
        {
            [DistributedLock("b")]
            public partial int Go();

            private int GoCore() => Number;
        }

        public record Fixed(IDistributedLockProvider Locks) : Job("fixed", Locks);
        """);

    [Fact(Timeout = 60_000)]
    public Task Class_that_has_a_provider_passes_that_on() => MendsAsync(
        """
        public class Service
        {
            [DistributedLock("a")]
            public void Run() { }
        }

        public class First(InMemoryLockProvider memory, int number) : Service
        {
            public int Number => number + memory.GetHashCode();
        }

        public class Second(InMemoryLockProvider memory) : First(memory, 1);

        public class Third : Service
        {
            public Third(IDistributedLockProvider provider) => provider.ToString();
        }
        """,
        """
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial void Run();

            private void RunCore() { }
        }

        public class First(InMemoryLockProvider memory, int number) : Service(memory)
        {
            public int Number => number + memory.GetHashCode();
        }

        public class Second(InMemoryLockProvider memory) : First(memory, 1);

        public class Third : Service
        {
            public Third(IDistributedLockProvider provider) : base(provider) => provider.ToString();
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Older_language_gets_constructors() => Fix.MendsAsync(Rule,
        new TestCode("""
        public class Service
        {
            [DistributedLock("a")]
            public void Run() { }
        }

        public class First : Service
        {
        }

        public class Second : First { }

        public class Third : Second
        {
            private readonly int _number = 1;
        }
        """) { LanguageVersion = LanguageVersion.CSharp9 },
        """
        public partial class Service
        {
            private readonly IDistributedLockProvider _locks;

            public Service(IDistributedLockProvider locks)
            {
                _locks = locks;
            }

            [DistributedLock("a")]
            public partial void Run();

            private void RunCore() { }
        }

        public class First : Service
        {
            public First(IDistributedLockProvider locks) : base(locks)
            {
            }
        }

        public class Second : First { public Second(IDistributedLockProvider locks) : base(locks) { } }

        public class Third : Second
        {
            private readonly int _number = 1;

            public Third(IDistributedLockProvider locks) : base(locks)
            {
            }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Part_that_names_the_base_class_gets_the_parameter() => MendsAsync(
        """
        public class Service
        {
            [DistributedLock("a")]
            public void Run() { }
        }

        public partial class First : IDisposable
        {
            public void Dispose() { }
        }

        public partial class First : Service;

        public partial class Second(int number)
        {
            public int Number => number;
        }

        public partial class Second : Service;
        """,
        """
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial void Run();

            private void RunCore() { }
        }

        public partial class First : IDisposable
        {
            public void Dispose() { }
        }

        public partial class First(IDistributedLockProvider locks) : Service(locks);

        public partial class Second(int number, IDistributedLockProvider locks) : Service(locks)
        {
            public int Number => number;
        }

        public partial class Second : Service;
        """);
}
