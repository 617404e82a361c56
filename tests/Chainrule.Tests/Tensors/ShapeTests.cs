namespace Chainrule.Tests;

public class ShapeTests
{
    [Fact]
    public void A_collection_expression_makes_a_shape()
    {
        Shape shape = [3, 4];
        Assert.Equal("(3,4)", shape.ToString());
    }
}
