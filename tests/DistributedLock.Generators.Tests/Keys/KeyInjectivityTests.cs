using DistributedLock.Generators.Tests.Harness;
using FsCheck;
using FsCheck.Fluent;

namespace DistributedLock.Generators.Tests.Keys;

/// <summary>Two different lists of values never give one key: the property that keeps two tenants apart.</summary>
public class KeyInjectivityTests
{
    private const string Source = """
        public partial class Service(DistributedLock.Generators.Tests.Harness.RecordingProvider locks)
        {
            [DistributedLock("{a}-{b}-{c}")] public partial void Hyphens(string a, string b, string c);
            private void HyphensCore(string a, string b, string c) => _ = locks;

            [DistributedLock("{a}%{b}%%{c}")] public partial void Percents(string a, string b, string c);
            private void PercentsCore(string a, string b, string c) => _ = locks;

            [DistributedLock("2{a}2D{b}é{c}é")] public partial void Digits(string a, string b, string c);
            private void DigitsCore(string a, string b, string c) => _ = locks;

            [DistributedLock("{a}-{b}/{c}")] public partial void Mixed(int a, double b, string c);
            private void MixedCore(int a, double b, string c) => _ = locks;
        }
        """;

    // Few characters, and those that the escaping is about, so that collisions would be found.
    private static readonly Arbitrary<string> Texts = Gen.Elements('-', '%', '2', 'D', '5', 'é', '/', '\uD800', 'x').ArrayOf()
        .Select(characters => new string(characters)).ToArbitrary();

    [Theory(Timeout = 60_000)]
    [InlineData("Hyphens")]
    [InlineData("Percents")]
    [InlineData("Digits")]
    public void Different_texts_give_different_keys(string method)
    {
        var triples = Texts.Generator.Three().Two().ToArbitrary();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(triples, pair => (KeyOf(method, pair.Item1) == KeyOf(method, pair.Item2)) == (pair.Item1 == pair.Item2)));

        string KeyOf(string name, (string A, string B, string C) values) => Key(name, values.A, values.B, values.C);
    }

    [Fact(Timeout = 60_000)]
    public void Different_numbers_give_different_keys()
    {
        var triples = ArbMap.Default.GeneratorFor<int>().SelectMany(
            number => ArbMap.Default.GeneratorFor<NormalFloat>().SelectMany(
                fraction => Texts.Generator.Select(text => (number, fraction.Get, text)))).Two().ToArbitrary();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(triples, pair => (KeyOf(pair.Item1) == KeyOf(pair.Item2)) == pair.Item1.Equals(pair.Item2)));

        static string KeyOf((int Number, double Fraction, string Text) values) => Key("Mixed", values.Number, values.Fraction, values.Text);
    }

    private static string Key(string method, params object[] values)
    {
        var provider = new RecordingProvider();
        object service = Service.Create(Source, provider);
        service.GetType().GetMethod(method)!.Invoke(service, values);
        return provider.Requests[0].Key.Value;
    }
}
