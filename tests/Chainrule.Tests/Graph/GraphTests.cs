using static Chainrule.Functions;

namespace Chainrule.Tests.Graphs;

public class GraphTests
{
    private readonly Tensor x = Tensor.Input(new Shape[] { [4, 3] }[0].WithNames("m", "n"), DType.Float64, "x");
    private readonly Tensor w = Tensor.Parameter(Tensor.Ones([3, 2], DType.Float64), "w");

    [Fact]
    public void It_tells_what_every_node_is_and_reads()
    {
        Tensor z = (MatMul(x, w) + 1).Named("z");
        Tensor s = Sum(z, 0, keepDims: true);
        Graph graph = Graph.Of(s, z);
        Assert.Equal(
            """
            x = input : float64 (4,3)
            w = parameter : float64 (3,2)
            v2 = matmul(x, w, transpose_a=false, transpose_b=false) : float64 (4,2)
            v3 = constant : float64 ()
            z = add(v2, v3) : float64 (4,2)
            v5 = sum(z, axes=(0), keepdims=true) : float64 (1,2)
            """.ReplaceLineEndings("\n"), graph.ToString());
        Assert.Equal(
            [GraphNodeKind.Input, GraphNodeKind.Parameter, GraphNodeKind.Operation, GraphNodeKind.Constant],
            graph.Nodes.Take(4).Select(node => node.Kind));
        Assert.Same(s, graph.Outputs[0].Tensor);
        Assert.Same(graph[z], graph.Outputs[1]);
        Assert.Equal([graph.Nodes[2], graph.Nodes[3]], graph[z].Inputs);
        Assert.Equal([graph[s]], graph[z].Users);
        Assert.Equal("m", graph[x].Shape.AxisName(0));
        Assert.Equal([0], graph[s].Attributes.Integers("axes"));
    }

    [Fact]
    public void A_tensor_that_is_not_in_it_is_refused()
    {
        Graph graph = Graph.Of(Sin(x));
        Assert.Null(graph.Find(w));
        Assert.Equal(
            "w is no value of this graph: take it from Graph.Nodes.",
            Assert.Throws<ChainruleException>(() => graph[w]).Message);
        Assert.Null(graph.Find(Tensor.Ones([2])));
    }

    [Fact]
    public void A_node_that_reads_another_twice_is_one_user() =>
        Assert.Single(Graph.Of(x * x)[x].Users);
}
