using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The same numbers as another element type; to integers they are rounded towards zero.</summary>
internal sealed class Cast(DType dtype) : Operator
{
    public static FunctionEntry Entry { get; } = new("cast")
    {
        NumPy = new("") { Write = call => new($"{call.BeforeBrackets(0)}.astype(float)", Binding.Postfix) },
        PyTorch = new("") { Write = call => new($"{call.BeforeBrackets(0)}.double()", Binding.Postfix) },
        CSharp = new("")
        {
            Write = call => new($"{call.BeforeBrackets(0)}.Cast(DType.{call.Node.DType})", Binding.Postfix),
        },
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override string Name => dtype.Name();

    public override string RegisteredName => Entry.Name;

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape;

    public override DType InferDType(Node[] inputs) => dtype;

    public override Operator In(DType other) => new Cast(other);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [x[0].DType.IsFloating() && dtype.IsFloating() ? dy.Cast(x[0].DType) : null];

    public override bool IsRowWise(Node node, Func<Node, bool> hasRows) => true;

    public override string Reason => "A change of type passes the gradient in the type of its input.";

    protected override AttributeList Describe() => [new("dtype", dtype)];

    public static Cast From(AttributeList attributes) => new(attributes.DType("dtype"));

    public override KernelKey KernelKey => new CastKey();
}
