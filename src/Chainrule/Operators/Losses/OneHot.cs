using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>A row for each label with 1 at the label's place and 0 elsewhere: (m) → (m, classes).</summary>
internal sealed class OneHot(int classes, DType dtype) : Operator
{
    public int Classes => classes;

    public override string Name => "one_hot";

    protected override AttributeList Describe() => [new("classes", classes), new("dtype", dtype)];

    public static OneHot From(AttributeList attributes) => 
        new(attributes.Integer("classes"), attributes.DType("dtype"));

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.Concat(Shape.Create([classes]));

    public override DType InferDType(Node[] inputs) => dtype;

    public override Operator In(DType other) => new OneHot(classes, other);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [null];

    public override string Reason => "Labels are whole numbers, so nothing flows back.";

    public override KernelKey KernelKey => new OneHotKey();
}
