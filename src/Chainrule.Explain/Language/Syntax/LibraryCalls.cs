using System.Collections.Immutable;
using Chainrule.Catalog;
using Chainrule.Language.Python;

namespace Chainrule.Language;

/// <summary>
/// Calls as NumPy and PyTorch write them, <c>np.maximum(0, z)</c> and <c>X.dot(W)</c>, in the words of the language.
/// </summary>
internal static class LibraryCalls
{
    /// <summary>The circle's number, the one constant that is read.</summary>
    public const string Pi = "pi";

    private static readonly HashSet<string> Libraries =
        ["np", "numpy", "jnp", "torch", "F", "nn", "math", "tf", "scipy", "cp"];

    private static readonly HashSet<string> Products = ["dot", "matmul", "mm", "mv"];

    private static readonly HashSet<string> Makers =
    [
        "zeros", "ones", "full", "empty", "zeros_like", "ones_like", "array", "tensor", "rand", "randn",
        "random", "normal", "uniform", "randint", "Tensor", "Parameter",
    ];

    /// <summary>Whether a name before a point is that of a library.</summary>
    public static bool IsLibrary(string name) => Libraries.Contains(name);

    /// <summary>A call by its last name; an error where the language has nothing like it.</summary>
    /// <param name="tokens">The text, for errors.</param>
    /// <param name="path">The function as written.</param>
    /// <param name="name">Its last name, and where it stands.</param>
    /// <param name="arguments">The values and options.</param>
    public static Expression Translate(
        TokenCursor tokens, string path, Identifier name, ImmutableArray<Argument> arguments)
    {
        TextSpan span = name.Span.To(tokens.Previous.Span);
        ImmutableArray<Argument> values = [.. arguments.Where(argument => argument.Name is null)];
        bool isPair = arguments.Length == 2 && values.Length == 2;
        if (isPair && Products.Contains(name.Name)) return Binary(BinaryOperator.MatrixProduct);
        if (isPair && ArrayFunctions.OfTwo.TryGetValue(name.Name, out BinaryOperator op)) return Binary(op);
        if (arguments.Length == 1 && values.Length == 1)
        {
            if (name.Name == "square")
                return new BinaryExpression(
                    BinaryOperator.Power, values[0].Value, new NumberExpression(2, name.Span), name.Span);
            if (name.Name is "transpose" or "t") return new TransposeExpression(values[0].Value, span);
        }
        FunctionEntry? function = FunctionCatalog.Find(name.Name) ?? FunctionCatalog.OfAlias(name.Name);
        if (path.StartsWith("torch.", StringComparison.Ordinal) && function?.Name == Functions.VarEntry.Name)
            throw tokens.Fail(name.Span, $"`{path}` divides by n − 1, and `{function.Name}` here by n",
                $"write `{function.Name}(x)` if n is meant, `{function.Name}(x) * n / (n - 1)` otherwise");
        // Where it may stand, in brackets, is known later.
        if (name.Name == LabelIndices.Arange) return new CallExpression(name, arguments, span);
        if (function is null)
        {
            if (Makers.Contains(name.Name))
                throw tokens.Fail(name.Span, $"`{path}` makes an array, and arrays are declared",
                    "write `input h0[m, k]`, or `param W[n, k] ~ normal(0, 1)`");
            string? meant = Vocabulary.Nearest(name.Name, FunctionCatalog.Names);
            throw tokens.Fail(name.Span, $"`{path}` is not a function of the language", meant is not null
                ? $"did you mean `{meant}`?" : "write out what it computes, or declare its result with input or param");
        }
        return new CallExpression(
            new(function.Name, name.Span), [.. arguments.Select((argument, i) => Fitted(function, argument, i))], span);

        BinaryExpression Binary(BinaryOperator op) => new(op, values[0].Value, values[1].Value, name.Span);

        // max(x, 1) would be the greater of two; np.max(x, 1) reduces an axis.
        Argument Fitted(FunctionEntry function, Argument argument, int place) => argument.Name switch
        {
            null when place == 1 && function.Signature.OrPair && name.Name == function.Name
                && IsNumber(argument.Value) => argument with { Name = "axis" },
            "dim" => argument with { Name = "axis" },
            "keepdim" => argument with { Name = "keepdims" },
            _ => argument,
        };
    }

    private static bool IsNumber(Expression value) =>
        value is NumberExpression or NegationExpression { Operand: NumberExpression };
}
