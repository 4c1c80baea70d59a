using System.Collections.Immutable;
using DistributedLock.CodeModel.Parsing.Decorators;
using DistributedLock.CodeModel.Parsing.Jobs;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>The method that is being read, and what the readers of its aspects share.</summary>
internal sealed class MethodContext
{
    private readonly Compilation _compilation;

    public MethodContext(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken, DecoratorContext? decorator = null)
        : this(
            method, method.ContainingType, method, method.GetAttributes().Where(static attribute => attribute.AttributeClass.IsLockAttribute()).ToImmutableArray(),
            compilation, decorator?.Warnings ?? new NamingWarnings(compilation), cancellationToken)
    {
        Decorator = decorator;
        Syntax = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) as MethodDeclarationSyntax;
    }

    /// <summary>For a job class: the method is that of the framework's interface, which the class is to implement.</summary>
    public MethodContext(INamedTypeSymbol type, JobShape job, ImmutableArray<AttributeData> attributes, Compilation compilation, CancellationToken cancellationToken)
        : this(job.Method, type, type, attributes, compilation, new NamingWarnings(compilation), cancellationToken) => Job = job;

    /// <summary>For a public method of a Hangfire job class: the lock is taken by a filter, before there is an instance.</summary>
    public MethodContext(INamedTypeSymbol type, IMethodSymbol method, ImmutableArray<AttributeData> attributes, Compilation compilation, CancellationToken cancellationToken)
        : this(method, type, type, attributes, compilation, new NamingWarnings(compilation), cancellationToken) => IsTakenByFilter = true;

    private MethodContext(
        IMethodSymbol method, INamedTypeSymbol type, ISymbol subject, ImmutableArray<AttributeData> attributes, Compilation compilation, NamingWarnings warnings,
        CancellationToken cancellationToken)
    {
        Method = method;
        Type = type;
        Subject = subject;
        Attributes = attributes;
        _compilation = compilation;
        Warnings = warnings;
        CancellationToken = cancellationToken;
    }

    public IMethodSymbol Method { get; }

    public INamedTypeSymbol Type { get; }

    /// <summary>What is locked, for messages: the method, or the job class.</summary>
    public ISymbol Subject { get; }

    /// <summary>How the job class is run; <see langword="null"/> for a method.</summary>
    public JobShape? Job { get; }

    /// <summary>The interface whose decorator locks the method; <see langword="null"/> for a method of a class.</summary>
    public DecoratorContext? Decorator { get; }

    /// <summary>Whether the lock is taken outside of the class, by a filter that knows the method's arguments only.</summary>
    public bool IsTakenByFilter { get; }

    /// <summary>Whether what is locked can be run again later: a job of a framework that can do that, or a method that may be one.</summary>
    public bool CanReschedule => Job?.CanReschedule ?? HangfireJobs.AreKnown(_compilation);

    /// <summary>The job framework, for messages.</summary>
    public string FrameworkName => Job?.Framework.ToString() ?? "Hangfire";

    /// <summary>The lock attributes in the order they are written.</summary>
    public ImmutableArray<AttributeData> Attributes { get; }

    /// <summary>The definition part; <see langword="null"/> for what is no ordinary method.</summary>
    public MethodDeclarationSyntax? Syntax { get; }

    public ProblemList Problems { get; } = new();

    /// <summary>The method that runs under the lock, once it has been found.</summary>
    public IMethodSymbol? Core { get; set; }

    public NamingWarnings Warnings { get; }

    public CancellationToken CancellationToken { get; }

    public Compilation Compilation => _compilation;

    public bool CanAccess(ISymbol symbol) => _compilation.IsSymbolAccessibleWithin(symbol, IsTakenByFilter ? _compilation.Assembly : Type);

    /// <remarks>
    /// The API of the oldest compiler that loads this assembly does not know the constraint <c>allows ref struct</c>, but what may be a ref struct is what
    /// cannot be boxed.
    /// </remarks>
    public bool MayBeRefStruct(ITypeSymbol type) => type.IsRefLikeType
        || (type is ITypeParameterSymbol parameter && ConstraintText.AllowsRefStruct(parameter, _compilation));

    /// <summary>A member as an expression inside the wrapper, where a parameter of the same name would hide it.</summary>
    public string Access(ISymbol member)
    {
        Warnings.AddMember(member);
        var name = CSharpText.Name(member.Name);
        var isHidden = Method.Parameters.Any(parameter => parameter.Name == member.Name)
            || Method.TypeParameters.Any(parameter => parameter.Name == member.Name);
        return !isHidden ? name : member.IsStatic ? $"{CSharpText.Type(member.ContainingType)}.{name}" : $"this.{name}";
    }
}
