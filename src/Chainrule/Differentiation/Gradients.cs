namespace Chainrule;

public static partial class Functions
{
    /// <summary>
    /// The gradient of a scalar cost with respect to a tensor. It has the tensor's shape and can itself be
    /// differentiated; it is zero if the cost does not depend on the tensor.
    /// </summary>
    public static Tensor Gradient(Tensor cost, Tensor at) => Gradients(cost, at)[0];

    /// <summary>The gradients of a scalar cost with respect to several tensors; shared work is done once.</summary>
    /// <exception cref="ShapeException">The cost is not a scalar: apply Sum or Mean first.</exception>
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
    /// The vector-Jacobian product: the gradients of Σ weight·y, for y of any shape and one weight per element of y.
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
    /// The Hessian of a scalar cost times a direction v, without forming the Hessian: the gradient of ⟨gradient, v⟩
    /// (Pearlmutter 1994).
    /// </summary>
    public static Tensor HessianVector(Tensor cost, Tensor at, Tensor direction) =>
        Gradient(Sum(Gradient(cost, at) * direction), at);

    /// <summary>
    /// All partial derivatives of y with respect to x, for small outputs; the shape is that of y followed by that of x.
    /// It takes one backward pass per element of y.
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
