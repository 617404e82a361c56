using System.Text.Json.Nodes;

namespace Chainrule.Tests.Data;

public sealed class TransformTests
{
    // Columns: ordinary, constant, large offset with a small spread.
    private static readonly double[] Values = [1, 0.1, 1e8 + 1, 2, 0.1, 1e8 + 2, 4, 0.1, 1e8 + 3, 9, 0.1, 1e8 + 6];

    private static readonly Tensor Four = Tensor.FromArray(Values, [4, 3]);

    [Fact]
    public void Standardize_gives_what_scikit_learn_gives()
    {
        // StandardScaler().fit_transform of the values above (scikit-learn 1.2): the population deviation; constant
        // gives 0.
        double[] expected =
        [
            -0.97332853, 0, -1.06904497, -0.64888569, 0, -0.53452248, 0, 0, 0, 1.62221421, 0, 1.60356745,
        ];
        var transform = new Standardize();
        Close(expected, transform.Fit(Four).Apply(Four), 1e-8);
        Assert.Equal([4, 0.1, 1e8 + 3], transform.Means);
        Assert.Equal(1, transform.StandardDeviations[1]);
    }

    [Fact]
    public void Min_max_brings_training_values_into_zero_to_one_and_others_where_they_belong()
    {
        var transform = new MinMax();
        Close([0, 0, 0, 0.125, 0, 0.2, 0.375, 0, 0.4, 1, 0, 1], transform.Fit(Four).Apply(Four), 1e-12);
        Close([2, 0.4, -0.2], transform.Apply(Tensor.FromArray(new[] { 17, 0.5, 1e8 }, [1, 3])), 1e-12);
    }

    [Fact]
    public void Scale_and_binarize_need_no_fitting_and_keep_the_shape_of_images()
    {
        Tensor images = Tensor.FromArray(new float[] { 0, 51, 102, 255, 128, 127 }, [1, 2, 3]);
        Tensor scaled = new Scale(1 / 255.0).Apply(images);
        Assert.Equal([1, 2, 3], scaled.Shape);
        Close([0, 0.2, 0.4, 1, 128 / 255.0, 127 / 255.0], scaled, 1e-7);
        Close([0, 0, 0, 1, 1, 0], new Binarize(127).Apply(images), 0);
    }

    [Fact]
    public void One_hot_puts_a_column_for_each_value_in_place_of_the_chosen_one()
    {
        Tensor train = Tensor.FromArray(new float[] { 1.5f, 7, 2.5f, 3, 3.5f, 7, 4.5f, 5 }, [4, 2]);
        Transform transform = new OneHotColumns(1).Fit(train);
        Close([1.5, 0, 0, 1, 2.5, 1, 0, 0, 3.5, 0, 0, 1, 4.5, 0, 1, 0], transform.Apply(train), 0);
        Tensor unseen = Tensor.FromArray(new float[] { 1, 3, 0, 4 }, [2, 2]);
        DataException error = Assert.Throws<DataException>(() => transform.Apply(unseen));
        Assert.Equal(
            "Row 1 has the value 4 in column 1 (counted from 0), which did not occur in training; it knows 3, 5, "
            + "7.", error.Message);
        Assert.Contains("column 2", Assert.Throws<ShapeException>(() => new OneHotColumns(2).Fit(train)).Message);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void A_value_that_is_not_finite_is_named_with_its_row_and_column(DType dtype)
    {
        foreach (double value in new[] { double.NaN, double.PositiveInfinity })
        {
            Tensor broken = Cast(Tensor.FromArray(new[] { 1, 2, 3, 4, 5, value }, [2, 3]), dtype);
            Transform[] all = [new Standardize(), new MinMax(), new OneHotColumns(), new Scale(2)];
            foreach (Transform transform in all)
            {
                DataException error = Assert.Throws<DataException>(() => transform.Fit(broken).Apply(broken));
                string place = $"row 1, column 2 (counted from 0), which '{transform.Name}' cannot use";
                Assert.Contains(place, error.Message);
            }
        }
    }

    [Fact]
    public void Use_before_fitting_and_other_columns_are_refused()
    {
        ChainruleException unfitted = Assert.Throws<ChainruleException>(() => new Standardize().Apply(Four));
        Assert.Equal("'standardize' has not been fitted: call Fit with the training features first.", unfitted.Message);
        Transform fitted = new Standardize().Fit(Four);
        ShapeException error = Assert.Throws<ShapeException>(() => fitted.Apply(Tensor.Zeros([2, 4])));
        Assert.Equal("'standardize' was fitted to 3 columns, but the features (2,4) have 4.", error.Message);
        Assert.Throws<DataException>(() => new MinMax().Fit(Tensor.Zeros([0, 4])));
        Assert.Throws<ShapeException>(() => new Scale(1).Apply(Tensor.Zeros([4])));
        Assert.Throws<ChainruleException>(() => new Scale(1).Apply(Tensor.Zeros([4, 1], DType.Int32)));
    }

    [Fact]
    public void A_pipeline_written_as_JSON_does_the_same_after_it_is_read()
    {
        var pipeline = new TransformPipeline(
            new Scale(0.1), new OneHotColumns(0), new Standardize(), new MinMax(), new Binarize(0.25));
        Tensor expected = pipeline.Fit(Four);
        string json = pipeline.Describe().ToJsonString();
        TransformPipeline read = TransformPipeline.FromDescription(JsonNode.Parse(json));
        Assert.Equal(expected.ToArray<double>(), read.Apply(Four).ToArray<double>());
        Assert.Equal(json, read.Describe().ToJsonString());
        Assert.Equal([4, 6], expected.Shape);
    }

    [Fact]
    public void A_pipeline_fitted_to_a_data_set_keeps_targets_and_names()
    {
        Dataset data = ToyData.Moons(50, seed: 1);
        Dataset fitted = new TransformPipeline(new Standardize()).Fit(data);
        Assert.Same(data.Targets, fitted.Targets);
        Assert.Equal(["x", "y"], fitted.FeatureNames);
        ReadOnlySpan<float> x = fitted.Features.AsSpan<float>();
        double sum = 0;
        for (int i = 0; i < x.Length; i += 2) sum += x[i];
        Assert.Equal(0, sum / 50, 1e-6);
    }

    [Theory]
    [InlineData("""{}""", "not a JSON list")]
    [InlineData("""[3]""", "not a JSON object with a \"name\"")]
    [InlineData("""[{"name":3}]""", "not a JSON object with a \"name\"")]
    [InlineData("""[{"name":"rotate"}]""", "no transform 'rotate'")]
    [InlineData("""[{"name":"scale"}]""", "lacks a finite number in \"factor\"")]
    [InlineData("""[{"name":"scale","factor":"2"}]""", "lacks a finite number in \"factor\"")]
    [InlineData("""[{"name":"standardize","mean":[1]}]""", "lacks its list of numbers \"deviation\"")]
    [InlineData("""[{"name":"standardize","mean":[1],"deviation":[1,2]}]""", "1 numbers in \"mean\" but 2")]
    [InlineData("""[{"name":"standardize","mean":[1],"deviation":[-1]}]""", "not above 0")]
    [InlineData("""[{"name":"minmax","min":[null],"range":[1]}]""", "lacks a finite number in \"min\"")]
    [InlineData("""[{"name":"onehot","values":[[2,1]]}]""", "do not ascend")]
    public void A_broken_description_says_what_is_wrong(string json, string expected)
    {
        JsonNode? description = JsonNode.Parse(json);
        DataException error = Assert.Throws<DataException>(() => TransformPipeline.FromDescription(description));
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void Transforms_can_be_named_on_a_command_line()
    {
        Assert.IsType<Standardize>(Transform.Parse("standardize"));
        Assert.Equal(0.25, Assert.IsType<Scale>(Transform.Parse("scale:0.25")).Factor);
        Assert.Equal(0.5, Assert.IsType<Binarize>(Transform.Parse("binarize")).Threshold);
        foreach (string wrong in new[] { "scale", "scale:x", "scale:NaN", "standardize:2", "" })
            Assert.Throws<ChainruleException>(() => Transform.Parse(wrong));
    }

    private static Tensor Cast(Tensor tensor, DType dtype) => dtype == DType.Float64
        ? tensor
        : Tensor.FromArray(Array.ConvertAll(tensor.ToArray<double>(), x => (float)x), tensor.Shape);

    private static void Close(double[] expected, Tensor actual, double tolerance)
    {
        double[] values = actual.DType == DType.Float64
            ? actual.ToArray<double>()
            : Array.ConvertAll(actual.ToArray<float>(), x => (double)x);
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], tolerance);
    }

    [Fact]
    public void In_place_rows_become_what_they_become_elsewhere_if_there_is_room()
    {
        Tensor Raw() => Tensor.Uniform([50, 3], -2, 5, seed: 9);
        var pipeline = new TransformPipeline(new Scale(3), new Standardize());
        float[] expected = pipeline.Fit(Raw()).ToArray<float>();
        Tensor features = Raw();
        Assert.True(pipeline.ApplyInPlace(features));
        Assert.Equal(expected, features.ToArray<float>());
        // 3·x has three times the mean and the deviation of x.
        var plain = (Standardize)new Standardize().Fit(Raw());
        var after = (Standardize)pipeline[1];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(3 * plain.Means[i], after.Means[i], 1e-12);
            Assert.Equal(3 * plain.StandardDeviations[i], after.StandardDeviations[i], 1e-12);
        }
        var wider = new TransformPipeline(new OneHotColumns());
        Tensor codes = Tensor.FromArray([0f, 1, 2, 1], [4, 1]);
        wider.Learn(codes);
        Assert.False(wider.ApplyInPlace(codes));
        Assert.Equal([0f, 1, 2, 1], codes.ToArray<float>());
    }
}
