using static DistributedLock.Generators.Tests.Diagnostics.DeclarationDiagnostics;

namespace DistributedLock.Generators.Tests.Diagnostics;

/// <summary>DLK0004 to DLK0007: what is wrong inside the key template, on exactly that part of it.</summary>
public class TemplateDiagnosticTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("\"k-[|DLK0004:{id|]\"")]
    [InlineData("\"k-[|DLK0004:}|]\"")]
    [InlineData("\"k-[|DLK0004:>|]\"")]
    [InlineData("\"k-[|DLK0004:{id>|]\"")]
    [InlineData("\"k-[|DLK0004:<id}|]\"")]
    [InlineData("\"k-{{id[|DLK0004:}|]\"")]
    [InlineData("\"k-[|DLK0004:{}|]\"")]
    [InlineData("\"k-[|DLK0004:{id:}|]\"")]
    [InlineData("\"k-[|DLK0004:{ id }|]\"")]
    [InlineData("\"k-[|DLK0004:{id..Length}|]\"")]
    [InlineData("\"k-[|DLK0004:{this}|]\"")]
    [InlineData("\"k-[|DLK0004:{this[a]}|]\"")]
    [InlineData("\"k-[|DLK0004:{map[]}|]\"")]
    [InlineData("\"k-[|DLK0004:{map['a']}|]\"")]
    [InlineData("[|DLK0004:@\"k-{map[\"\"a\"\"]}\"|]")]
    [InlineData("\"k-[|DLK0004:{map[a}|]\"")]
    [InlineData("\"k-[|DLK0004:{map]a[}|]\"")]
    [InlineData("\"k-[|DLK0004:{map[a].Length}|]\"")]
    [InlineData("\"k-[|DLK0004:{map[a][b]}|]\"")]
    [InlineData("\"k-[|DLK0004:{map[a]*}|]\"")]
    [InlineData("\"k-{id}[|DLK0004:{id}|]\"")]
    [InlineData("\"k-{ids*}-[|DLK0004:{ids*}|]\"")]
    [InlineData("[|DLK0004:\"\"|]")]
    [InlineData("[|DLK0004:null!|]")]
    [InlineData("@\"k-[|DLK0004:{}|]\"")]
    [InlineData("\"\"\"k-[|DLK0004:{}|]\"\"\"")]
    [InlineData("[|DLK0004:\"k\\t-{}\"|]")]
    [InlineData("[|DLK0004:\"k-\" + \"{}\"|]")]
    [InlineData("key: \"k-[|DLK0004:{}|]\"")]
    [InlineData("\"k-[|DLK0005:{ide}|]\"")]
    [InlineData("\"k-[|DLK0005:<ide>|]-{id}\"")]
    [InlineData("\"k-[|DLK0005:{id.Size}|]\"")]
    [InlineData("\"k-[|DLK0005:{this.Region}|]\"")]
    [InlineData("\"k-[|DLK0005:{_locks}|]\"")]
    [InlineData("\"k-[|DLK0005:{id[a]}|]\"")]
    [InlineData("\"k-[|DLK0005:{ids[0]}|]\"")]
    [InlineData("\"k-[|DLK0005:{mapp[a]}|]\"")]
    [InlineData("\"k-[|DLK0006:{map[a]:X}|]\"")]
    [InlineData("\"k-[|DLK0006:{ids}|]\"")]
    [InlineData("\"k-[|DLK0006:{invoice}|]\"")]
    [InlineData("\"k-[|DLK0006:{id*}|]\"")]
    [InlineData("\"k-[|DLK0006:{id:X}|]\"")]
    [InlineData("\"k-[|DLK0006:{anything}|]\"")]
    [InlineData("\"k-[|DLK0006:{token}|]\"")]
    [InlineData("\"k-[|DLK0006:{set*}|]\"")]
    [InlineData("\"k-[|DLK0006:{pair}|]\"")]
    [InlineData("\"k-[|DLK0006:{guid:nope}|]\"")]
    [InlineData("\"k-[|DLK0006:{day:nope}|]\"")]
    [InlineData("\"k-[|DLK0006:{number:nope}|]\"")]
    [InlineData("\"k-[|DLK0006:{date:Q}|]\"")]
    [InlineData("\"k-[|DLK0007:{note}|]\"")]
    [InlineData("[|DLK0004:$\"{nameof(id)}-}}\"|]")]
    [InlineData("\"k-[|DLK0007:{number}|]\"")]
    [InlineData("\"k-[|DLK0007:{number.Value}|]\"")]
    [InlineData("\"k-[|DLK0005:{number.Value.HasValue}|]\"")]
    [InlineData("\"k-[|DLK0007:{invoice.Next.Due.HasValue}|]\"")]
    [InlineData("\"k-[|DLK0007:{invoice.Note}|]\"")]
    [InlineData("\"k-[|DLK0007:{invoice.Next.Id}|]-{id}\"")]
    [InlineData("[|DLK0005:@\"\"\"{ide}\"|]")]
    public async Task Template_is_reported_on_the_part_that_is_wrong(string template) => await AreAsync(Method(template));

    [Theory(Timeout = 60_000)]
    [InlineData("\"k\"")]
    [InlineData("\"k-{id}\"")]
    [InlineData("\"k-<id>\"")]
    [InlineData("\"{{k}}-<<{id}>>\"")]
    [InlineData("\"k-{{{id}}}\"")]
    [InlineData("\"k-{id.Length}\"")]
    [InlineData("\"k-{invoice.Id}-{invoice.Name}\"")]
    [InlineData("\"k-{ids*}\"")]
    [InlineData("\"k-{date:yyyyMMdd}\"")]
    [InlineData("\"k-{date.Year:D4}\"")]
    [InlineData("\"k-{guid}-{day}-{flag}-{letter}-{size}\"")]
    [InlineData("\"k-{day:D}\"")]
    [InlineData("\"k-{guid:n}\"")]
    [InlineData("\"k-{date:'week of' d MMM}\"")]
    [InlineData("\"k-{date.Year:#,##0}\"")]
    [InlineData("\"k-{date.Year:B}\"")]
    [InlineData("\"k-{uri}\"")]
    [InlineData("\"k-{number.HasValue}-{invoice.Due.HasValue}\"")]
    [InlineData("\"k-{@id}\"")]
    [InlineData("\"{id}\\uD83D\\uDE00{letter}'{flag}\\\"\\\\\\0{size}\\uD800\"")]
    [InlineData("\"k-{pair.Name}-{pair.Item1}\"")]
    [InlineData("\"k-{ids.Length}\"")]
    [InlineData("\"k-{shape.Id}\"")]
    [InlineData("\"k-{numbers*:D4}\"")]
    [InlineData("\"k-{map[a.b:c d]}-{@map[a]}\"")]
    [InlineData("\"k-<map[a]>-{objects[a]:D4}\"")]
    [InlineData("Name")]
    [InlineData("\"k-{\" + nameof(id) + \"}\"")]
    public async Task Template_that_is_right_is_not_reported(string template) => await AreAsync(Method(template));

    [Fact(Timeout = 60_000)]
    public async Task Unknown_parameter_names_the_nearest()
    {
        var found = await AreAsync(InService("[DistributedLock(\"k-[|DLK0005:{tenentId}|]\")] public partial void Run(string tenantId); void RunCore(string tenantId) { }"));

        Assert.Contains("did you mean {tenantId}?", found[0].GetMessage(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Member_without_this_is_told_to_write_it()
    {
        var found = await AreAsync(InService("string Region => \"\"; [DistributedLock(\"k-[|DLK0005:{Region}|]\")] public partial void Run(); void RunCore() { }"));

        Assert.Contains("write {this.Region}", found[0].GetMessage(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Class_without_text_is_told_which_members_have_one()
    {
        var found = await AreAsync(InService("[DistributedLock(\"k-[|DLK0006:{invoice}|]\")] public partial void Run(Invoice invoice); void RunCore(Invoice invoice) { }"));

        Assert.Contains("{invoice.Id} or {invoice.Note} or {invoice.Name}", found[0].GetMessage(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Collection_without_star_is_told_to_write_one()
    {
        var found = await AreAsync(InService("[DistributedLock(\"k-[|DLK0006:{ids}|]\")] public partial void Run(List<int> ids); void RunCore(List<int> ids) { }"));

        Assert.Contains("write {ids*}", found[0].GetMessage(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Record_has_no_text_of_its_own() => await AreAsync(
        "public record R(int A);" + InService("[DistributedLock(\"k-[|DLK0006:{r}|]\")] public partial void Run(R r); void RunCore(R r) { }"));

    [Theory(Timeout = 60_000)]
    [InlineData("IFormattable, allows ref struct")]
    [InlineData("allows ref struct")]
    public async Task Type_parameter_that_may_be_a_ref_struct_has_no_text(string constraints)
    {
        var found = await AreAsync(InService(
            $"[DistributedLock(\"k-[|DLK0006:{{a}}|]\")] public partial void Run<T>(T a) where T : {constraints}; void RunCore<T>(T a) where T : {constraints} {{ }}"));

        Assert.Contains("'T' may be a ref struct", found[0].GetMessage(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Member_of_a_type_parameter_that_may_be_a_ref_struct_is_not_reported() => await AreAsync(
        "public interface IShape { int Id { get; } }" + InService(
            "[DistributedLock(\"k-{a.Id}\")] public partial void Run<T>(T a) where T : IShape, allows ref struct; void RunCore<T>(T a) where T : IShape, allows ref struct { }"));

    [Fact(Timeout = 60_000)]
    public async Task Out_parameter_has_no_value_before_the_body() => await AreAsync(
        InService("[DistributedLock(\"k-[|DLK0005:{id}|]\")] public partial void Run(out int id); void RunCore(out int id) => id = 1;"));

    [Fact(Timeout = 60_000)]
    public async Task Instance_member_in_a_static_method_is_reported() => await AreAsync(InService(
        "static IDistributedLockProvider S = null!; string Region => \"\"; [DistributedLock(\"k-[|DLK0005:{this.Region}|]\")] public static partial void Run(); static void RunCore() { }"));

    [Fact(Timeout = 60_000)]
    public async Task Static_member_in_a_static_method_is_not_reported() => await AreAsync(InService(
        "static IDistributedLockProvider S = null!; static string Region => \"\"; [DistributedLock(\"k-{this.Region}\")] public static partial void Run(); static void RunCore() { }"));

    [Fact(Timeout = 60_000)]
    public async Task Every_error_of_a_template_is_reported() => await AreAsync(InService(
        "[DistributedLock(\"k-[|DLK0005:{a}|]-[|DLK0005:{b}|]\")] public partial void Run(string id); void RunCore(string id) { }"));

    private static string Method(string template) => InService($$"""
            public interface IShape { int Id { get; } }

            public interface IDerivedShape : IShape { }

            private const string Name = "k-{id}";

            [DistributedLock({{template}})]
            public partial void Run(
                string id, int[] ids, Invoice invoice, object anything, string? note, int? number, DateTime date, Guid guid, DayOfWeek day, bool flag, char letter,
                decimal size, Uri uri, (int Id, string Name) pair, IDerivedShape shape, ISet<int> set, IReadOnlySet<long> numbers,
                IDictionary<string, string> map, Dictionary<string, object> objects, CancellationToken token);

            private void RunCore(
                string id, int[] ids, Invoice invoice, object anything, string? note, int? number, DateTime date, Guid guid, DayOfWeek day, bool flag, char letter,
                decimal size, Uri uri, (int Id, string Name) pair, IDerivedShape shape, ISet<int> set, IReadOnlySet<long> numbers,
                IDictionary<string, string> map, Dictionary<string, object> objects, CancellationToken token)
            {
            }
            """);
}
