using System.Globalization;
using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>A row for each label with 1 at the label's place and 0 elsewhere: (m) → (m, classes).</summary>
internal sealed class OneHot(int classes, DType dtype) : Operator
{
    public static FunctionEntry Entry { get; } = new("one_hot")
    {
        NumPy = new("") { Write = call => new($"np.eye({Of(call)})[{call[0]}]", Binding.Postfix) },
        PyTorch = new("torch.nn.functional.one_hot")
        {
            Write = call => new($"{call.Call(call[0], Of(call))}.double()", Binding.Postfix),
        },
        CSharp = new("OneHot") { Write = call => call.Call(call[0], Of(call), "DType.Float64") },
    };

    public override FunctionEntry CatalogEntry => Entry;

    public int Classes => classes;

    protected override AttributeList Describe() => [new("classes", classes), new("dtype", dtype)];

    public static OneHot From(AttributeList attributes) =>
        new(attributes.Integer("classes"), attributes.DType("dtype"));

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.Concat(Shape.Create([classes]));

    public override DType InferDType(Node[] inputs) => dtype;

    public override Operator In(DType other) => new OneHot(classes, other);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [null];

    public override string Reason => "Labels are whole numbers, so nothing flows back.";

    public override KernelKey KernelKey => new OneHotKey();

    private static string Of(SourceCall call) =>
        ((OneHot)call.Node.Operator).Classes.ToString(CultureInfo.InvariantCulture);
}
