using System.Collections.Immutable;

namespace DistributedLock.CodeModel.Problems;

/// <summary>Collects the problems of one method.</summary>
public sealed class ProblemList
{
    private readonly ImmutableArray<LockProblem>.Builder _problems = ImmutableArray.CreateBuilder<LockProblem>();

    /// <summary>Whether no wrapper can be written.</summary>
    public bool HasErrors { get; private set; }

    public ImmutableArray<LockProblem> ToImmutable() => _problems.ToImmutable();

    public void Error(string id, ProblemTarget target, params string[] arguments) => ErrorWithAnswers(id, target, [], arguments);

    public void ErrorWithAnswers(string id, ProblemTarget target, IEnumerable<string> answers, params string[] arguments)
    {
        HasErrors = true;
        _problems.Add(new LockProblem(id, IsError: true, target, ImmutableArray.Create(arguments), ImmutableArray.CreateRange(answers)));
    }

    public void Warning(string id, ProblemTarget target, params string[] arguments) =>
        _problems.Add(new LockProblem(id, IsError: false, target, ImmutableArray.Create(arguments), ImmutableArray<string>.Empty));

    /// <summary>Takes over what another list has.</summary>
    public void AddRange(ProblemList other)
    {
        HasErrors |= other.HasErrors;
        _problems.AddRange(other._problems);
    }

    /// <summary>For what the compiler itself reports: no wrapper can be written, and a second message would only be noise.</summary>
    public void AlreadyReported() => HasErrors = true;
}
