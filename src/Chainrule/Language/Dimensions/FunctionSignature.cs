using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>What a built-in function takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">The values that it needs, by position.</param>
/// <param name="Options">What may follow, by position or by name.</param>
/// <param name="TakesMore">Whether any number of values may follow the first.</param>
internal sealed record FunctionSignature(
    string Name, ImmutableArray<string> Values, ImmutableArray<string> Options, bool TakesMore = false)
{
    private static readonly FrozenDictionary<string, FunctionSignature> All = Build();

    public static FunctionSignature? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>How it is written, for messages.</summary>
    public string Form
    {
        get
        {
            IEnumerable<string> options = Options.Select(option => option switch
            {
                "axis" => Name is "softmax" or "log_softmax" or "concat" ? "axis=1" : "axis=0",
                "keepdims" => "keepdims=true",
                "rate" => "0.5",
                _ => "delta=1",
            });
            return $"{Name}({string.Join(", ", TakesMore ? [.. Values, "…", .. options] : Values.Concat(options))})";
        }
    }

    private static FrozenDictionary<string, FunctionSignature> Build()
    {
        var all = new List<FunctionSignature>();
        foreach (string name in ElementFunctions.BuiltIn) all.Add(new(name, ["x"], []));
        // (m) as a column (m×1), by the name that derivations give it; no name is taken by it.
        all.Add(new("column", ["x"], []));
        all.Add(new("trace", ["x"], []));
        foreach (string name in "softmax log_softmax".Split(' ')) all.Add(new(name, ["x"], ["axis"]));
        foreach (string name in "sum mean var norm max min".Split(' ')) all.Add(new(name, ["x"], ["axis", "keepdims"]));
        all.Add(new("where", ["condition", "a", "b"], []));
        all.Add(new("concat", ["a"], ["axis"], TakesMore: true));
        all.Add(new("reshape", ["x"], [], TakesMore: true));
        all.Add(new("cross_entropy", ["logits", "labels"], []));
        all.Add(new("binary_cross_entropy", ["logits", "targets"], []));
        all.Add(new("mse", ["prediction", "target"], []));
        all.Add(new("mae", ["prediction", "target"], []));
        all.Add(new("huber", ["prediction", "target"], ["delta"]));
        all.Add(new("dropout", ["h"], ["rate"]));
        return all.ToFrozenDictionary(signature => signature.Name);
    }
}

/// <summary>A call of a built-in function with its arguments in their places.</summary>
/// <param name="Function">The function.</param>
/// <param name="Call">The call as written.</param>
/// <param name="Values">The values by position; the items of a list stand for themselves in concat and reshape.</param>
/// <param name="Options">The options that are given.</param>
internal sealed record BoundCall(
    string Function,
    CallExpression Call,
    ImmutableArray<Expression> Values,
    ImmutableDictionary<string, Expression> Options)
{
    /// <summary>Whether this is the elementwise <c>max(a, b)</c> or <c>min(a, b)</c>.</summary>
    public bool IsElementwiseExtreme => Function is "max" or "min" && Values.Length == 2;

    public Expression? Option(string name) => Options.GetValueOrDefault(name);

    /// <summary>
    /// Puts the arguments in their places; what does not fit goes to <paramref name="fail"/> and gives null.
    /// </summary>
    public static BoundCall? Bind(CallExpression call, Action<TextSpan, string, string> fail)
    {
        FunctionSignature signature = FunctionSignature.Find(call.Function.Name)!;
        ImmutableArray<Expression>.Builder values = ImmutableArray.CreateBuilder<Expression>();
        var options = new Dictionary<string, Expression>();
        bool twoValues = signature.Name is "max" or "min";
        foreach (Argument argument in call.Arguments)
        {
            if (argument.Name is not null)
            {
                if (!signature.Options.Contains(argument.Name))
                {
                    string? meant = Vocabulary.Nearest(argument.Name, signature.Options);
                    fail(argument.Span, $"`{signature.Name}` has no option `{argument.Name}`", meant is not null
                        ? $"did you mean `{meant}`?"
                        : signature.Name == "where" ? "write == to compare" : $"write `{signature.Form}`");
                    return null;
                }
                options[argument.Name] = argument.Value;
            }
            else if (signature.TakesMore && argument.Value is ListExpression list)
            {
                values.AddRange(list.Items);
            }
            else if (signature.TakesMore || values.Count < signature.Values.Length || (twoValues && values.Count < 2))
            {
                values.Add(argument.Value);
            }
            else if (!twoValues && signature.Options.Length > options.Count)
            {
                options[signature.Options[options.Count]] = argument.Value;
            }
            else
            {
                fail(argument.Span, $"`{signature.Name}` takes fewer values", $"write `{signature.Form}`");
                return null;
            }
        }
        bool tooFew = values.Count < signature.Values.Length || (signature.Name == "reshape" && values.Count < 2)
            || (signature.Name == "dropout" && options.Count == 0);
        if (tooFew || (twoValues && values.Count == 2 && options.Count > 0))
        {
            fail(call.Span,
                tooFew ? $"`{signature.Name}` takes more values" : $"`{signature.Name}` of two values has no options",
                $"write `{signature.Form}`");
            return null;
        }
        return new(signature.Name, call, values.ToImmutable(), options.ToImmutableDictionary());
    }
}
