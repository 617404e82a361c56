namespace Chainrule;

/// <summary>How tightly an expression binds, loosest first; decides where parentheses are needed.</summary>
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

    /// <summary>
    /// A left-associative infix expression; the right operand is parenthesized unless it binds more tightly.
    /// </summary>
    public static Notation Infix(Notation left, string symbol, Notation right, Binding binding) =>
        new($"{left.In(binding)} {symbol} {right.In(binding + 1)}", binding);

    /// <summary>The text, parenthesized if it binds more loosely than its context requires.</summary>
    public string In(Binding place) => Binding < place ? $"({Text})" : Text;

    public override string ToString() => Text;
}
