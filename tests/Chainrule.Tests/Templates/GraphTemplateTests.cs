using Chainrule.Operators;
using Chainrule.Tests.Conformance;
using static Chainrule.Functions;

namespace Chainrule.Tests.Templates;

public class GraphTemplateTests
{
    private static readonly Dictionary<string, OperatorSample> Samples =
        OperatorSamples.All().ToDictionary(sample => sample.Name);

    public static TheoryData<string> Names => [.. Samples.Keys];

    private static GraphTemplate Again(GraphTemplate template) =>
        GraphTemplate.Parse(template.ToJson(), template.Parameters.ToDictionary());

    [Fact]
    public void Every_operator_is_registered_under_a_name_of_its_own()
    {
        string[] names = [.. OperatorRegistry.Names];
        Assert.Equal(names.Length, names.Distinct().Count());
        Operator[] variants = [.. OperatorSamples.Variants()];
        Assert.All(variants, variant => Assert.Contains(variant.RegisteredName, names));
        string[] several = [new Moments(0, 0, false).Name, new SelectedResult(0).Name];
        Assert.Equal(
            names.Order(), variants.Select(variant => variant.RegisteredName).Concat(several).Distinct().Order());
        Assert.All(variants.GroupBy(variant => variant.RegisteredName), group =>
            Assert.Single(group.Select(variant => variant.GetType()).Distinct()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operator_that_is_written_and_read_computes_the_same_bits(string name)
    {
        (_, Tensor output) = Samples[name].Build();
        Tensor read = Again(GraphTemplate.Of(output)).For(1)[0];
        Assert.Equal(output.DType, read.DType);
        Assert.Equal(output.Shape, read.Shape);
        Assert.True(output.Value.Bytes.SequenceEqual(read.Value.Bytes));
        Operator before = Node.Of(output).Operator, after = Node.Of(read).Operator;
        Assert.Equal(before.Attributes, after.Attributes);
        Assert.True(before is DropoutMask || before.Equals(after));
    }

    [Fact]
    public void Several_results_come_back()
    {
        Tensor x = Tensor.Input([4, 3], DType.Float64, "x");
        (Tensor mean, Tensor variance) = Functions.Moments(Tanh(x), 0);
        Tensor[] read = Again(GraphTemplate.Of(mean, variance)).For(
            1, new Dictionary<string, Tensor> { ["x"] = x });
        x.Assign(Tensor.Normal([4, 3], 0, 1, 4, DType.Float64));
        Assert.Equal(mean.ToArray<double>(), read[0].ToArray<double>());
        Assert.Equal(variance.ToArray<double>(), read[1].ToArray<double>());
    }

    [Fact]
    public void Random_graphs_and_their_gradients_come_back_bit_for_bit()
    {
        for (int seed = 1; seed <= 40; seed++)
        {
            (Tensor cost, Tensor[] parameters, _) = RandomGraphs.Create(seed, smooth: seed % 2 == 0);
            Tensor[] all = [cost, .. Gradients(cost, parameters)];
            var inputs = Graph.Of(all).Nodes.Where(node => node.Kind == GraphNodeKind.Input)
                .ToDictionary(node => node.Name!, node => node.Tensor);
            Tensor[] read = Again(GraphTemplate.Of(all)).For(1, inputs);
            for (int i = 0; i < all.Length; i++)
                Assert.True(all[i].Value.Bytes.SequenceEqual(read[i].Value.Bytes), $"seed {seed}, output {i}");
            Assert.Equal(GraphTemplate.Of(all).ToJson(), Again(GraphTemplate.Of(all)).ToJson());
        }
    }

    [Fact]
    public void Constants_keep_every_bit()
    {
        double odd = BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_1234);
        Tensor[] constants =
        [
            Tensor.FromArray([odd, -0.0, double.NegativeInfinity]), Tensor.Full([2, 2], -0.0), Tensor.Scalar(odd),
            Tensor.Full([3], double.PositiveInfinity), Tensor.FromArray<int>([7, 7]), Tensor.Scalar(1f / 3),
            Tensor.Zeros([0, 3]),
        ];
        Tensor[] read = Again(GraphTemplate.Of(constants)).For(1);
        for (int i = 0; i < constants.Length; i++)
            Assert.True(constants[i].Value.Bytes.SequenceEqual(read[i].Value.Bytes), $"constant {i}");
    }

    // The mean over the batch, a reshape, a stretch and a slice depend on the number of samples.
    private static Tensor[] Batch(int m, Tensor w)
    {
        Tensor x = Tensor.Input([m, 6], DType.Float64, "x");
        Tensor pairs = Reshape(Tanh(MatMul(x, w)), [m * 2, 2]);
        Tensor first = pairs[..m];
        return [first - Mean(first, 0), Sum(BroadcastTo(Sum(x, 0), [m, 6]) / m), Concat(0, x, x)[(2 * m - 1)..]];
    }

    [Fact]
    public void A_template_makes_the_graph_of_any_number_of_samples()
    {
        Tensor w = Tensor.Parameter(Tensor.Normal([6, 4], 0, 1, 3, DType.Float64), "w");
        GraphTemplate template = Again(GraphTemplate.Of(m => Batch(m, w)));
        Assert.Contains("\"2m\"", template.ToJson());
        foreach (int m in (int[])[1, 2, 3, 7, 50])
        {
            Tensor[] direct = Batch(m, w);
            Tensor x = Graph.Of(direct).Nodes.First(node => node.Name == "x").Tensor;
            x.Assign(Tensor.Normal([m, 6], 0, 1, m, DType.Float64));
            Tensor[] made = template.For(m, new Dictionary<string, Tensor> { ["x"] = x });
            for (int i = 0; i < direct.Length; i++)
            {
                Assert.Equal(direct[i].Shape, made[i].Shape);
                Assert.True(direct[i].Value.Bytes.SequenceEqual(made[i].Value.Bytes), $"{m} samples, output {i}");
            }
        }
        w.Assign(Tensor.Zeros([6, 4], DType.Float64));
        Assert.Equal(0, Sum(Abs(GraphTemplate.Of(m => Batch(m, w)).For(3)[0])).Item());
    }

    [Fact]
    public void A_constant_from_outside_is_the_same_in_all_graphs()
    {
        Tensor outside = Tensor.FromArray([1.0, 2]);
        GraphTemplate template = GraphTemplate.Of(m => [Tensor.Input([m, 2], DType.Float64, "x") + outside]);
        Assert.Equal([1, 2, 1, 2], template.For(2)[0].ToArray<double>());
    }

    [Fact]
    public void Graphs_that_depend_on_the_number_in_another_way_are_refused()
    {
        Tensor Input(int m) => Tensor.Input([m, 2], DType.Float64, "x");
        (string, Func<int, Tensor>)[] cases =
        [
            ("other nodes", m => m > 7 ? Sin(Sin(Input(m))) : Sin(Input(m))),
            ("differ in", m => m > 7 ? Cos(Input(m)) : Sin(Input(m))),
            ("not proportional", m => Sum(Tensor.Input([m * m, 2], DType.Float64, "x"))),
            ("other nodes", m => Input(m)[..Math.Min(m, 12)]),
            ("not proportional", m => Input(m)[..Math.Min(m - 1, 8)]),
            ("constants", m => Input(m) * Tensor.Scalar(1.0 / m, DType.Float64)),
            ("constants", m => Input(m) * Tensor.Normal([m, 2], 0, 1, 1, DType.Float64)),
            ("different parameters", m => Input(m) * Tensor.Parameter(Tensor.Zeros([2], DType.Float64))),
        ];
        foreach ((string why, Func<int, Tensor> build) in cases)
            Assert.Contains(why, Assert.Throws<ChainruleException>(() => GraphTemplate.Of(m => [build(m)])).Message);
    }

    [Fact]
    public void Inputs_without_a_name_and_what_does_not_fit_are_named()
    {
        Assert.Contains("no name", Assert.Throws<ChainruleException>(
            () => GraphTemplate.Of(Sin(Tensor.Input([2])))).Message);
        GraphTemplate template = GraphTemplate.Of(m => [Sin(Tensor.Input([m, 2], DType.Float64, "x"))]);
        var wrong = new Dictionary<string, Tensor> { ["x"] = Tensor.Zeros([3, 2]) };
        Assert.Equal(
            "The input x takes float64 of shape (3,2); it is given float32 of shape (3,2).",
            Assert.Throws<ShapeException>(() => template.For(3, wrong)).Message);
        var training = new ForwardContext(training: true);
        Assert.Contains("training: false", Assert.Throws<ChainruleException>(() => GraphTemplate.Of(
            new Sequential(new BatchNorm()).Apply(Tensor.Input([4, 3], name: "x"), training))).Message);
    }

    [Theory]
    [InlineData("\"tanh\"", "\"tanc\"", "node 2: there is no operator tanc")]
    [InlineData("\"inputs\":[0,1]", "\"inputs\":[0,5]", "node 2: 5 is no place")]
    [InlineData("\"inputs\":[0,1]", "\"inputs\":[0]", "matmul has 1 inputs, not 2")]
    [InlineData("\"parameter\":\"w\"", "\"parameter\":\"v\"", "node 1: the parameter v is missing")]
    [InlineData("\"graph\":1", "\"graph\":9", "format 9")]
    [InlineData("\"flag\":false", "\"flag\":0", "node 2: ")]
    [InlineData("\"x\",\"dtype\":\"float64\"", "\"x\",\"dtype\":\"float32\"", "matmul reads float32 and float64")]
    [InlineData("\"w\",\"dtype\":\"float64\"", "\"w\",\"dtype\":\"int32\"", "the parameter w is float64")]
    [InlineData("[\"m\",3]", "[\"m\",\"3n\"]", "node 0: \"3n\" is no length")]
    public void Damage_is_told_by_its_place(string old, string @new, string message)
    {
        Tensor w = Tensor.Parameter(Tensor.Ones([3, 4], DType.Float64), "w");
        GraphTemplate template = GraphTemplate.Of(m => [Tanh(MatMul(Tensor.Input([m, 3], DType.Float64, "x"), w))]);
        string json = template.ToJson();
        if (old == "\"tanh\"") message = message.Replace("node 2", "node 3");
        int place = json.IndexOf(old, StringComparison.Ordinal);
        Assert.True(place >= 0, json);
        string damaged = json[..place] + @new + json[(place + old.Length)..];
        DataException error = Assert.Throws<DataException>(
            () => GraphTemplate.Parse(damaged, template.Parameters.ToDictionary()));
        Assert.StartsWith("The graph cannot be read: ", error.Message);
        Assert.Contains(message, error.Message);
        Assert.EndsWith(": restore the file, or write it again.", error.Message);
    }

    [Fact]
    public void A_part_outside_of_what_it_is_taken_from_is_never_read()
    {
        GraphTemplate template = GraphTemplate.Of(Tensor.Input([4, 3], DType.Float64, "x")[1..3, ^1]);
        Assert.Contains("\"integers\":[1,2]", template.ToJson());
        GraphTemplate damaged = GraphTemplate.Parse(
            template.ToJson().Replace("\"integers\":[1,2]", "\"integers\":[1000,2]"),
            template.Parameters.ToDictionary());
        Assert.Contains("does not lie within", Assert.Throws<ShapeException>(() => damaged.For(1)).Message);
    }

    [Fact]
    public void Thousands_of_damaged_texts_end_in_an_error_or_a_graph()
    {
        Tensor w = Tensor.Parameter(Tensor.Normal([6, 4], 0, 1, 3, DType.Float64), "w");
        GraphTemplate template = GraphTemplate.Of(m => Batch(m, w));
        string path = Path.GetTempFileName();
        Mutation.Survive(System.Text.Encoding.UTF8.GetBytes(template.ToJson()), path, () =>
            GraphTemplate.Parse(File.ReadAllText(path), template.Parameters.ToDictionary()));
        File.Delete(path);
    }
}
