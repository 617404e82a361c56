namespace Chainrule.Language.Python;

/// <summary>
/// The memory of an array: <c>b = a</c> shares it, <c>a[0]</c> and <c>a.T</c> are views into it, a copy has its own.
/// </summary>
internal sealed class ArrayMemory(ArrayMemory? whole = null)
{
    private readonly ArrayMemory? root = whole?.Root;

    public ArrayMemory Root => root ?? this;
}

/// <summary>
/// What a change in place does to the other names of an array: <c>b = a; a += 1</c> changes b as well.
/// </summary>
internal sealed class SharedMemory(PythonEvaluator evaluator)
{
    /// <summary>Gives every other name of the changed array its new value; views into it are not known any more.
    /// </summary>
    public void Change(PythonValue before, PythonValue after, string name, TextSpan statement)
    {
        if (before.Memory is not { } memory) return;
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        PythonValue changed = after with { Memory = memory };
        var lost = new UnknownValue(statement,
            $"`{name}` is changed in place here, and with it a part of it that is used later",
            $"write `{name} = {name} + …`, or copy the part with `.copy()`");
        foreach (PythonScope scope in evaluator.Scopes)
            for (PythonScope? one = scope; one is not null && seen.Add(one); one = one.Outer)
                Replace(one.Values);

        PythonValue? Replaced(PythonValue value)
        {
            if (value.Memory is { } own)
                return own == memory ? changed : own.Root == memory.Root ? lost : null;
            switch (value)
            {
                case SequenceValue list when seen.Add(list.Items):
                    for (int i = 0; i < list.Items.Count; i++)
                        if (Replaced(list.Items[i]) is { } item) list.Items[i] = item;
                    evaluator.Spend(list.Items.Count);
                    return null;
                case DictionaryValue dictionary when seen.Add(dictionary.Items):
                    Replace(dictionary.Items);
                    return null;
                case ObjectValue made when seen.Add(made.Attributes):
                    Replace(made.Attributes);
                    return null;
                default:
                    return null;
            }
        }

        void Replace(Dictionary<string, PythonValue> values)
        {
            List<(string, PythonValue)> others = [];
            foreach ((string key, PythonValue value) in values)
                if (Replaced(value) is { } other) others.Add((key, other));
            foreach ((string key, PythonValue other) in others) values[key] = other;
            evaluator.Spend(values.Count);
        }
    }
}
