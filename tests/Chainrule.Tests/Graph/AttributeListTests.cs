using Chainrule.Kernels;
using Chainrule.Operators;
using Chainrule.Tests.Conformance;

namespace Chainrule.Tests.Graphs;

public class AttributeListTests
{
    [Fact]
    public void Equal_names_and_values_in_order_are_equal()
    {
        AttributeList Make() =>
        [
            new("axes", new[] { 0, 2 }), new("keepdims", true), new("shape", new Shape[] { [2, 3] }[0]),
            new("exponent", double.NaN), new("dtype", DType.Int32), new("layer", 3), new("mode", "edge"),
        ];
        Assert.Equal(Make(), Make());
        Assert.Equal(Make().GetHashCode(), Make().GetHashCode());
        Assert.Equal(
            "axes=(0, 2), keepdims=true, shape=(2, 3), exponent=NaN, dtype=int32, layer=3, mode=edge",
            Make().ToString());
    }

    [Fact]
    public void Any_other_name_value_or_order_is_not()
    {
        AttributeList axes = [new("axes", new[] { 0, 1 })];
        AttributeList[] others =
        [
            [], [new("axes", new[] { 0, 1, 2 })], [new("axes", new[] { 1, 0 })], [new("axis", new[] { 0, 1 })],
            [new("axes", (Shape)new[] { 0, 1 })], [new("axes", 1)], [new("axes", 1.0)], [new("axes", true)],
        ];
        Assert.All(others, other => Assert.NotEqual(axes, other));
        Assert.Equal(others.Length, others.Distinct().Count());
    }

    [Fact]
    public void An_attribute_of_another_type_is_refused_by_its_name()
    {
        AttributeList list = [new("axis", 1L << 40), new("keepdims", true)];
        Assert.Equal(
            "There is no attribute \"axis\" that is a whole number of 32 bits.",
            Assert.Throws<DataException>(() => list.Integer("axis")).Message);
        Assert.Contains("\"keepdims\"", Assert.Throws<DataException>(() => list.Number("keepdims")).Message);
        Assert.Contains("\"shape\"", Assert.Throws<DataException>(() => list.Shape("shape")).Message);
    }

    [Fact]
    public void What_is_read_cannot_change_an_operator()
    {
        var permute = new Permute([1, 0]);
        permute.Attributes.Integers("axes")[0] = 7;
        Assert.Equal(new Permute([1, 0]), permute);
    }

    [Fact]
    public void Operators_that_differ_in_an_attribute_are_different_functions()
    {
        Operator[] variants = [.. OperatorSamples.Variants()];
        for (int i = 0; i < variants.Length; i++)
            for (int j = 0; j < variants.Length; j++)
                Assert.True(i == j || !variants[i].Equals(variants[j]), $"{variants[i]} and {variants[j]}");
        var counter = new StepCounter();
        Assert.NotEqual<Operator>(
            new DropoutMask([4], DType.Float64, 0.25, 7, 0, counter),
            new DropoutMask([4], DType.Float64, 0.25, 7, 0, counter));
    }
}
