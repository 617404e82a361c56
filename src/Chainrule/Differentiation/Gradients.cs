namespace Chainrule;

public static partial class Functions
{
    /// <summary>
    /// The gradient of a scalar cost at a tensor: of the tensor's shape, itself a tensor that can be differentiated
    /// again; zeros when the cost does not depend on it.
    /// </summary>
    public static Tensor Gradient(Tensor cost, Tensor at) => Gradients(cost, at)[0];

    /// <summary>The gradients of a scalar cost at several tensors, with shared work done once.</summary>
    /// <exception cref="ShapeException">The cost is not a scalar: sum or average it first.</exception>
    public static Tensor[] Gradients(Tensor cost, params Tensor[] at)
    {
        if (cost.Length != 1)
        {
            throw new ShapeException(
                $"A gradient needs a scalar cost; {cost.Name ?? "this one"} has shape {cost.Shape}: use Sum or Mean, " +
                "or VectorJacobian.");
        }
        return VectorJacobian(cost, null, at);
    }

    /// <summary>
    /// For y with any shape and a weight for each of its elements, the gradients of Σ weight·y: the
    /// product of the weights and the Jacobian of y.
    /// </summary>
    public static Tensor[] VectorJacobian(Tensor y, Tensor? weight, params Tensor[] at)
    {
        if (weight is not null && weight.Shape != y.Shape)
            throw new ShapeException(
                $"The weights have shape {weight.Shape}; they need that of the output, {y.Shape}.");
        var reverse = new ReverseMode(y, weight, at);
        return Array.ConvertAll(at, x => reverse.At(x) ?? Tensor.Zeros(x.Shape, x.DType));
    }

    /// <summary>
    /// The Hessian of a scalar cost times a direction v, without the Hessian: the
    /// gradient of ⟨gradient, v⟩ (Pearlmutter 1994).
    /// </summary>
    public static Tensor HessianVector(Tensor cost, Tensor at, Tensor direction) =>
        Gradient(Sum(Gradient(cost, at) * direction), at);

    /// <summary>
    /// All partial derivatives of y by x, for small outputs: shape of y followed by shape of x.
    /// One backward walk for each element of y.
    /// </summary>
    public static Tensor Jacobian(Tensor y, Tensor x)
    {
        var rows = new Tensor[y.Length];
        Tensor flat = Reshape(y, [y.Length]);
        for (int i = 0; i < rows.Length; i++)
        {
            var weights = new double[y.Length];
            weights[i] = 1;
            rows[i] = VectorJacobian(flat, Tensor.FromArray(weights).As(y.DType), x)[0];
        }
        return Reshape(Stack(0, rows), y.Shape.Concat(x.Shape));
    }
}
