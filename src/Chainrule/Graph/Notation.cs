namespace Chainrule;

/// <summary>How tightly a written expression holds together, loosest first: what decides about brackets.</summary>
internal enum Binding
{
    Comparison,
    Sum,
    Product,
    Negation,
    Power,
    Postfix,
    Atom,
}

/// <summary>A written expression and how tightly it binds.</summary>
internal readonly record struct Notation(string Text, Binding Binding)
{
    public static Notation Atom(string text) => new(text, Binding.Atom);

    /// <summary>A function call: <c>name(a, b)</c>.</summary>
    public static Notation Call(string name, params IEnumerable<Notation> arguments) =>
        Atom($"{name}({string.Join(", ", arguments.Select(argument => argument.Text))})");

    /// <summary>A left-associative infix expression; the right operand is bracketed when it binds no tighter.</summary>
    public static Notation Infix(Notation left, string symbol, Notation right, Binding binding) =>
        new($"{left.In(binding)} {symbol} {right.In(binding + 1)}", binding);

    /// <summary>The text, in brackets when it binds more loosely than its place asks for.</summary>
    public string In(Binding place) => Binding < place ? $"({Text})" : Text;

    public override string ToString() => Text;
}
