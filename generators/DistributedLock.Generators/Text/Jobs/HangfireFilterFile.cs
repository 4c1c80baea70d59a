using DistributedLock.CodeModel.Collections;

namespace DistributedLock.Generators.Text.Jobs;

/// <summary>Writes the filter that takes the locks of Hangfire's jobs, and the method that installs it.</summary>
/// <remarks>
/// It uses what every Hangfire 1.8 has, and no more. A filter that cancels makes the job succeed, so the state that is meant is remembered until the election of
/// the next state, which the same worker holds right after. Hangfire calls <c>OnPerformed</c> of every filter whose <c>OnPerforming</c> came to its end and did
/// not cancel, whatever the job and the filters further in did: that is where the lock is given back.
/// </remarks>
internal static class HangfireFilterFile
{
    public static string Write(string home, EquatableArray<string> tables)
    {
        var code = new CodeWriter();
        GeneratedFile.Begin(code, default(EquatableArray<string>));
        code.Open($"namespace {home}");
        WriteLines(code, Extensions);
        code.Line();
        WriteLines(code, FilterBegin);
        if (tables.Count == 0)
        {
            code.Line($"    private static readonly {RuntimeNames.JobMethodLocks} Jobs = new {RuntimeNames.JobMethodLocks}();");
        }
        else
        {
            code.Line($"    private static readonly {RuntimeNames.JobMethodLocks} Jobs = new {RuntimeNames.JobMethodLocks}(");
            for (var index = 0; index < tables.Count; index++)
            {
                code.Line($"        {tables[index]}.All{(index + 1 < tables.Count ? "," : ");")}");
            }
        }

        WriteLines(code, FilterEnd);
        code.Close();
        return code.ToString();
    }

    private static void WriteLines(CodeWriter code, string text)
    {
        foreach (var line in text.Replace("\r", string.Empty).Split('\n'))
        {
            code.Line(line);
        }
    }

    private static readonly string Extensions = $$"""
        /// <summary>Installs the locks of Hangfire's jobs.</summary>
        {{RuntimeNames.GeneratedCode}}
        internal static class HangfireLockExtensions
        {
            /// <summary>
            /// From now on, a job of a class with <c>[DistributedLock]</c> runs only while its locks are held; and a job that a method with
            /// <c>OnContention = Contention.Reschedule</c> kept from running is run again later, without a retry attempt.
            /// </summary>
            /// <param name="configuration">Hangfire's configuration.</param>
            /// <param name="locks">Where the locks of job classes are.</param>
            public static global::Hangfire.IGlobalConfiguration UseDistributedLock(
                this global::Hangfire.IGlobalConfiguration configuration, {{RuntimeNames.Provider}} locks)
            {
                if (locks is null)
                {
                    throw new global::System.ArgumentNullException(nameof(locks));
                }

                return global::Hangfire.GlobalConfigurationExtensions.UseFilter(configuration, new HangfireLockFilter(locks));
            }

            /// <summary>The same with the provider that is registered with a container.</summary>
            /// <exception cref="global::System.InvalidOperationException">None is registered.</exception>
            public static global::Hangfire.IGlobalConfiguration UseDistributedLock(
                this global::Hangfire.IGlobalConfiguration configuration, global::System.IServiceProvider services)
            {
                if (services is null)
                {
                    throw new global::System.ArgumentNullException(nameof(services));
                }

                var locks = services.GetService(typeof({{RuntimeNames.Provider}})) as {{RuntimeNames.Provider}};
                return UseDistributedLock(configuration, locks ?? throw new global::System.InvalidOperationException(
                    "Hangfire's jobs have locks, but no IDistributedLockProvider is registered: call services.AddDistributedLock(locks => locks.UseRedis(...)) or the like."));
            }

            /// <summary>For the start-up check: throws where nothing takes the locks of the job classes of this assembly.</summary>
            internal static void VerifyInstalled(global::System.IServiceProvider services, string jobs)
            {
                // With a container, Hangfire is configured when this is asked for first.
                services.GetService(typeof(global::Hangfire.IGlobalConfiguration));
                foreach (var filter in global::Hangfire.GlobalJobFilters.Filters)
                {
                    if (filter.Instance is HangfireLockFilter)
                    {
                        return;
                    }
                }

                throw new global::System.InvalidOperationException(
                    "The jobs of " + jobs + " would run without their locks, because nothing takes them: call configuration.UseDistributedLock(provider) where Hangfire is configured.");
            }
        }
        """;

    private static readonly string FilterBegin = $$"""
        /// <summary>Takes the locks of a job before it runs, and gives them back when it has ended.</summary>
        {{RuntimeNames.GeneratedCode}}
        internal sealed class HangfireLockFilter : global::Hangfire.Common.IJobFilter, global::Hangfire.Server.IServerFilter, global::Hangfire.States.IElectStateFilter
        {
        """;

    private static readonly string FilterEnd = $$"""

            private readonly {{RuntimeNames.Provider}} _locks;
            private readonly string _item = typeof(HangfireLockFilter).FullName!;

            // What becomes of the jobs that were kept from running, from there to the election of their next state.
            private readonly global::System.Collections.Concurrent.ConcurrentDictionary<(global::Hangfire.JobStorage Storage, string Id), global::Hangfire.States.IState> _elected =
                new global::System.Collections.Concurrent.ConcurrentDictionary<(global::Hangfire.JobStorage Storage, string Id), global::Hangfire.States.IState>();

            private readonly global::System.Runtime.CompilerServices.ConditionalWeakTable<global::Hangfire.States.IState, global::Hangfire.States.IState> _decided =
                new global::System.Runtime.CompilerServices.ConditionalWeakTable<global::Hangfire.States.IState, global::Hangfire.States.IState>();

            public HangfireLockFilter({{RuntimeNames.Provider}} locks)
            {
                _locks = locks;
            }

            public bool AllowMultiple => false;

            /// <summary>Before automatic retries, whose order is 20: they would count an attempt.</summary>
            public int Order => 10;

            public void OnPerforming(global::Hangfire.Server.PerformingContext context)
            {
                _elected.TryRemove((context.Storage, context.BackgroundJob.Id), out _);
                var job = context.BackgroundJob.Job;
                var jobLock = Jobs.Find(job.Type, job.Method);
                if (jobLock is null)
                {
                    return;
                }

                var attempt = jobLock.TryAcquire(_locks, job.Args, context.CancellationToken.ShutdownToken);
                if (attempt.Handle is { } handle)
                {
                    context.Items[_item] = new {{RuntimeNames.Hold}}(handle);
                    return;
                }

                _elected[(context.Storage, context.BackgroundJob.Id)] = attempt.RescheduleAfter is { } delay
                    ? new global::Hangfire.States.ScheduledState(delay) { Reason = attempt.Reason }
                    : new global::Hangfire.States.DeletedState { Reason = attempt.Reason };
                context.Canceled = true;
            }

            public void OnPerformed(global::Hangfire.Server.PerformedContext context)
            {
                if (!context.Items.TryGetValue(_item, out var item))
                {
                    return;
                }

                context.Items.Remove(_item);
                var hold = ({{RuntimeNames.Hold}})item;
                hold.Release();

                // A job that failed or did not run keeps its own reason.
                if ((context.Exception is null || context.ExceptionHandled) && !context.Canceled)
                {
                    hold.ThrowIfLost();
                }
            }

            public void OnStateElection(global::Hangfire.States.ElectStateContext context)
            {
                if (context.CandidateState is global::Hangfire.States.SucceededState candidate)
                {
                    // Where the storage refuses the change, Hangfire elects again, with the same candidate.
                    if (_elected.TryRemove((context.Storage, context.BackgroundJob.Id), out var decided))
                    {
                        _decided.Add(candidate, decided);
                    }

                    if (_decided.TryGetValue(candidate, out var elected))
                    {
                        context.CandidateState = elected;
                    }
                }
                else if (context.CandidateState is global::Hangfire.States.FailedState { Exception: global::DistributedLock.LockNotAcquiredException { RescheduleAfter: { } delay } contended })
                {
                    context.CandidateState = new global::Hangfire.States.ScheduledState(delay) { Reason = "The lock is held elsewhere: " + contended.Template };
                }
            }
        }
        """;
}
