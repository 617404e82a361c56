using System.Collections.Immutable;
using Chainrule.Catalog;

namespace Chainrule.Language;

/// <summary>A call of a function of the library with its arguments in their places.</summary>
/// <param name="Function">The function.</param>
/// <param name="Call">The call as written.</param>
/// <param name="Values">The values by position; the items of a list stand for themselves in concat and reshape.</param>
/// <param name="Options">The options that are given.</param>
internal sealed record BoundCall(
    FunctionEntry Function,
    CallExpression Call,
    ImmutableArray<Expression> Values,
    ImmutableDictionary<string, Expression> Options)
{
    public Expression? Option(string name) => Options.GetValueOrDefault(name);

    /// <summary>
    /// Puts the arguments in their places; what does not fit goes to <paramref name="fail"/> and gives null.
    /// </summary>
    public static BoundCall? Bind(CallExpression call, Action<TextSpan, string, string> fail)
    {
        FunctionEntry function = FunctionCatalog.Find(call.Function.Name)!;
        (Signature signature, string name) = (function.Signature, function.Name);
        string form = signature.Form(name);
        ImmutableArray<Expression>.Builder values = ImmutableArray.CreateBuilder<Expression>();
        var options = new Dictionary<string, Expression>();
        foreach (Argument argument in call.Arguments)
        {
            if (argument.Name is not null)
            {
                if (signature.Option(argument.Name) is null)
                {
                    string? meant = Vocabulary.Nearest(
                        argument.Name, signature.Options.Select(option => option.Name));
                    fail(argument.Span, $"`{name}` has no option `{argument.Name}`", meant is not null
                        ? $"did you mean `{meant}`?"
                        : signature.Values[0] == "condition" ? "write == to compare" : $"write `{form}`");
                    return null;
                }
                options[argument.Name] = argument.Value;
            }
            else if (signature.TakesMore && argument.Value is ListExpression list)
            {
                values.AddRange(list.Items);
            }
            else if (signature.TakesMore || values.Count < signature.Values.Length
                || (signature.OrPair && values.Count < 2))
            {
                values.Add(argument.Value);
            }
            else if (!signature.OrPair && signature.Options.Length > options.Count)
            {
                options[signature.Options[options.Count].Name] = argument.Value;
            }
            else
            {
                fail(argument.Span, $"`{name}` takes fewer values", $"write `{form}`");
                return null;
            }
        }
        bool tooFew = values.Count < signature.MinValues
            || Array.Exists(signature.Options, option => option.IsRequired && !options.ContainsKey(option.Name));
        if (tooFew || (signature.OrPair && values.Count == 2 && options.Count > 0))
        {
            fail(call.Span, tooFew ? $"`{name}` takes more values" : $"`{name}` of two values has no options",
                $"write `{form}`");
            return null;
        }
        return new(function, call, values.ToImmutable(), options.ToImmutableDictionary());
    }
}
