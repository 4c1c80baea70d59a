namespace DistributedLock.Postgres;

/// <summary>
/// The statements of the lease table. Each is one round trip and its own transaction, and needs nothing of the session. What they decide is decided on the
/// row as it is once it is locked: <c>on conflict do update</c> and <c>update</c> compute their new values from its latest version, also where the statement
/// began before it was written.
/// </summary>
internal sealed class LeaseSql
{
    // The statement's own clock: one for all its parts. A statement that waited for the row thereby counts leases as longer, never as shorter.
    private const string Now = "(extract(epoch from statement_timestamp()) * 1000000)::bigint";

    public LeaseSql(LeaseTable table, FencingSequence sequence)
    {
        var name = table.QualifiedName;
        var lease = $"jsonb_build_object('u', {Now} + $5, 's', $6::boolean, 't', {sequence.Next}, 'a', {Now}, 'n', $7::integer, 'm', $8::text)";

        // An owner that is there already is this very statement, run for the second time. "offset 0" keeps the planner from computing the parts once for each use.
        TryAcquire = $"""
            insert into {name} as t (id, key, semaphore, holders, waiters, expires)
            values ($1, $2, $3, jsonb_build_object($4::text, {lease}), '{"{}"}', {Now} + $5)
            on conflict (id) do update set (holders, waiters, expires) = (
                select
                    case when is_free then live || jsonb_build_object($4::text, {lease}) else live end,
                    case when is_free or $9::text is null then others
                        else others || jsonb_build_object($9::text, jsonb_build_object('u', {Now} + $10, 'w', not $3 and not $6)) end,
                    greatest(t.expires, {Now} + case when is_free then $5 else $10 end)
                from (
                    select
                        coalesce((select jsonb_object_agg(h.key, h.value) from jsonb_each(t.holders) h
                            where (h.value ->> 'u')::bigint > {Now} and h.key <> $4), '{"{}"}') as live,
                        coalesce((select jsonb_object_agg(w.key, w.value) from jsonb_each(t.waiters) w
                            where (w.value ->> 'u')::bigint > {Now} and w.key is distinct from $9::text), '{"{}"}') as others
                    offset 0) traces,
                lateral (
                    select case
                        when $3 then (select count(*) from jsonb_object_keys(live)) < $7
                        when $6 then not exists (select from jsonb_each(live) h where not (h.value ->> 's')::boolean)
                            and not exists (select from jsonb_each(others) w where (w.value ->> 'w')::boolean)
                        else live = '{"{}"}' end as is_free
                    offset 0) decision)
            returning
                (t.holders -> $4::text ->> 't')::bigint,
                (select case when $3 then min((h.value ->> 'u')::bigint) else max((h.value ->> 'u')::bigint) end
                    from jsonb_each(t.holders) h where $3 or not $6 or not (h.value ->> 's')::boolean) - {Now}
            """;

        // Locked in one order first: two batches that share keys must not deadlock.
        Renew = $"""
            with asked as (
                select a.id, jsonb_object_agg(a.owner, a.lease) as leases
                from unnest($1::bytea[], $2::text[], $3::bigint[]) as a(id, owner, lease) group by a.id),
            locked as (select t.id from {name} t where t.id in (select id from asked) order by t.id for update)
            update {name} t set
                holders = coalesce((select jsonb_object_agg(h.key, case
                    when asked.leases ? h.key and (h.value ->> 'u')::bigint > {Now}
                    then h.value || jsonb_build_object('u', {Now} + (asked.leases ->> h.key)::bigint)
                    else h.value end) from jsonb_each(t.holders) h), '{"{}"}'),
                expires = greatest(t.expires, {Now} + (select max(l.value::bigint) from jsonb_each_text(asked.leases) l))
            from asked, locked
            where t.id = asked.id and locked.id = t.id
            returning (select array_agg(h.key) from jsonb_each(t.holders) h where asked.leases ? h.key and (h.value ->> 'u')::bigint > {Now})
            """;

        // What gives back commits without waiting for the disk. The log is written in order, so the next holder's acquisition, which does wait, takes it along; should
        // the server crash before, a lease that nobody renews is there again until its end. A lease that is kept for a while after the release is not to be lost.
        const string Lightly = "set_config('synchronous_commit', 'off', true) = 'off'";
        var wake = Wake("$3");
        string ReleaseWhen(string condition) => $"""
            update {name} t set
                holders = case when $4 > 0 then jsonb_set(t.holders, array[$2, 'u'], to_jsonb({Now} + $4)) else t.holders - $2::text end,
                expires = greatest(t.expires, {Now} + $4)
            where t.id = $1 and (t.holders -> $2 ->> 'u')::bigint > {Now}
            returning case when {condition} then {wake} end
            """;
        Release = ReleaseWhen($"$4 > 0 or {Lightly}");
        End = ReleaseWhen("true");

        // For who knows a row by the name in it only. What notifications call it is the second 8 bytes of its id: see LeaseKeys.Signal.
        EndByName = $"""
            update {name} t set holders = t.holders - $2::text
            where t.key = $1 and t.semaphore = $3 and (t.holders -> $2 ->> 'u')::bigint > {Now}
            returning {Wake("('x' || encode(substring(t.id from 9 for 8), 'hex'))::bit(64)::bigint::text")}
            """;
        Withdraw = $"update {name} t set waiters = t.waiters - $2::text where t.id = $1 and t.waiters ? $2 returning case when {Lightly} then {wake} end";
        const string Holder = "t.key, t.semaphore, h.key, (h.value ->> 's')::boolean, (h.value ->> 'u')::bigint - " + Now +
            ", (h.value ->> 't')::bigint, (h.value ->> 'a')::bigint, (h.value ->> 'n')::integer, h.value ->> 'm'";
        List = $"select {Holder} from {name} t, jsonb_each(t.holders) h where starts_with(t.key, $1) and (h.value ->> 'u')::bigint > {Now}";
        Find = $"select {Holder} from {name} t, jsonb_each(t.holders) h where t.id = $1 and (h.value ->> 'u')::bigint > {Now}";
        CleanUp = $"""
            delete from {name} where id in (
                select t.id from {name} t where t.expires < {Now} - $1 limit 1000 for update skip locked)
            """;
    }

    public string TryAcquire { get; }

    public string Renew { get; }

    public string Release { get; }

    /// <summary>A release by another one than the holder, who may live and renew: it must not be undone by a crash.</summary>
    public string End { get; }

    public string EndByName { get; }

    public string Withdraw { get; }

    public string List { get; }

    public string Find { get; }

    /// <summary>Deletes rows that ended at least <c>$1</c> microseconds ago.</summary>
    public string CleanUp { get; }

    /// <summary>Whether somebody waits for the row, who is notified then.</summary>
    private static string Wake(string payload) => $"""
        case when exists (select from jsonb_each(t.waiters) w where (w.value ->> 'u')::bigint > {Now})
            then case when pg_notify('{AdvisorySql.Channel}', {payload}) is null then 1 else 1 end
            else 0 end
        """;
}
