using static Chainrule.Functions;

namespace Chainrule.Tests;

/// <summary>The three systems, built from C# expressions with named axes.</summary>
internal static class SystemGraphs
{
    public static readonly string[] Names = ["autoencoder", "autoencoder-matrix-bias", "classifier", "toy"];

    public static (Tensor Cost, Tensor Output) ByName(string name) => name switch
    {
        "autoencoder" => Autoencoder(),
        "autoencoder-matrix-bias" => Autoencoder(matrixBias: true),
        "classifier" => Classifier(),
        _ => Toy(),
    };

    public static (Tensor Cost, Tensor Output) Autoencoder(bool matrixBias = false, DType dtype = DType.Float64)
    {
        const int M = 5, N = 4, K = 3;
        Tensor x = Input("X", dtype, ("m", M), ("n", N));
        Tensor w1 = Parameter("W1", dtype, ("n", N), ("k", K));
        Tensor b1 = matrixBias ? Parameter("b1", dtype, ("m", M), ("k", K)) : Parameter("b1", dtype, ("k", K));
        Tensor w2 = Parameter("W2", dtype, ("k", K), ("n", N));
        Tensor b2 = matrixBias ? Parameter("b2", dtype, ("m", M), ("n", N)) : Parameter("b2", dtype, ("n", N));
        Tensor w3 = Parameter("W3", dtype, ("n", N), ("n", N));
        Tensor b3 = matrixBias ? Parameter("b3", dtype, ("m", M), ("n", N)) : Parameter("b3", dtype, ("n", N));
        Tensor z1 = (MatMul(x, w1) + b1).Named("z1");
        Tensor h1 = Sigmoid(z1).Named("h1");
        Tensor z2 = (MatMul(h1, w2) + b2).Named("z2");
        Tensor h2 = Sigmoid(z2).Named("h2");
        Tensor xhat = (MatMul(h2, w3) + b3).Named("Xhat");
        Tensor s = (Trace(MatMul(x - xhat, Transpose(x - xhat))) / (2 * Size(x, 0, 0))).Named("S");
        return (s, xhat);
    }

    public static (Tensor Cost, Tensor Output) Classifier(DType dtype = DType.Float64)
    {
        Tensor x = Input("X", dtype, ("m", 3), ("784", 784));
        Tensor y = Labelled([3, 9, 0]);
        Tensor w1 = Parameter("W1", dtype, ("784", 784), ("32", 32)), b1 = Parameter("b1", dtype, ("32", 32));
        Tensor w2 = Parameter("W2", dtype, ("32", 32), ("10", 10)), b2 = Parameter("b2", dtype, ("10", 10));
        Tensor z1 = (MatMul(x, w1) + b1).Named("z1");
        Tensor h1 = Relu(z1).Named("h1");
        Tensor logits = (MatMul(h1, w2) + b2).Named("logits");
        Tensor p = Softmax(logits).Named("p");
        Tensor loss = Mean(CrossEntropy(logits, y)).Named("loss");
        return (loss, p);
    }

    public static (Tensor Cost, Tensor Output) Toy(DType dtype = DType.Float64)
    {
        Tensor x = Input("X", dtype, ("10", 10), ("3", 3));
        Tensor y = Input("Y", dtype, ("10", 10), ("1", 1));
        Tensor w1 = Parameter("W1", dtype, ("3", 3), ("4", 4)), w2 = Parameter("W2", dtype, ("4", 4), ("1", 1));
        Tensor a = MatMul(x, w1).Named("A");
        Tensor b = Call("f1", z => Pow(z, 2), a).Named("B");
        Tensor c = MatMul(b, w2).Named("C");
        Tensor yhat = Call("f2", z => Pow(z, 3), c).Named("Yhat");
        return (Sum(Pow(y - yhat, 2)).Named("loss"), yhat);
    }

    /// <summary>A function with a name, like def f(x) = … in a program.</summary>
    public static Tensor Call(string name, Func<Tensor, Tensor> formula, Tensor x) =>
        Called(Define(name, formula, x.DType), x, formula(x));

    public static NamedFunction Define(string name, Func<Tensor, Tensor> formula, DType dtype = DType.Float64)
    {
        var variable = Tensor.Input(Shape.Scalar, dtype, "x");
        return new NamedFunction(name, Node.Of(variable), Node.Of(formula(variable)));
    }

    public static Tensor Parameter(string name, DType dtype, params (string Name, int Length)[] axes) =>
        Tensor.Parameter(Values(name, dtype, axes), name);

    public static Tensor Input(string name, DType dtype, params (string Name, int Length)[] axes)
    {
        Tensor values = Values(name, dtype, axes);
        Tensor input = Tensor.Input(values.Shape, dtype, name);
        input.Assign(values);
        return input;
    }

    private static Tensor Labelled(int[] labels)
    {
        Tensor input = Tensor.Input(Shape.Create([labels.Length]).WithNames("m"), DType.Int32, "y");
        input.Assign(Tensor.FromArray(labels));
        return input;
    }

    private static Tensor Values(string name, DType dtype, (string Name, int Length)[] axes)
    {
        Shape shape = Shape.Create([.. axes.Select(axis => axis.Length)])
            .WithNames([.. axes.Select(axis => char.IsDigit(axis.Name[0]) ? null : axis.Name)]);
        return Tensor.Normal(shape, 0, 0.5, name.Aggregate(7, (seed, character) => (seed * 31) + character), dtype);
    }
}
