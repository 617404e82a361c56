namespace Chainrule.Language;

/// <summary>Finds the array that each input of a program is fed with.</summary>
internal static class ChainBinding
{
    /// <summary>The parts of a data set by the roles that a program gives its inputs.</summary>
    public static Dictionary<string, Tensor> Roles(Dataset data) => new()
    {
        ["features"] = data.Features,
        [data.IsClassification ? "labels" : "targets"] = data.Targets,
    };

    /// <summary>Feeds every input as the bindings say, else by its name, else by its role.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arrays">The arrays by name or role.</param>
    /// <param name="bindings">Names or roles of arrays by the names of inputs.</param>
    /// <param name="data">What the arrays are called in messages.</param>
    /// <param name="classes">The number of classes, where the data say it beside their labels; else 0.</param>
    /// <exception cref="ChainruleException">An input has no name in the arrays, no role and no binding.</exception>
    /// <exception cref="DataException">What an input is to be fed with is not there.</exception>
    public static ChainRows Bind(
        ChainProgram program, IReadOnlyDictionary<string, Tensor> arrays, IReadOnlyDictionary<string, string> bindings,
        string data, int classes = 0)
    {
        RequireInputs(program, bindings);
        var bound = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (ChainDeclaration input in program.Inputs)
        {
            string source = bindings.GetValueOrDefault(input.Name)
                ?? (arrays.ContainsKey(input.Name) ? input.Name : InputKind.RoleOf(input))
                ?? throw new ChainruleException(
                    $"The input {input.Name} of {program.File} has no data: write `input {input.Name}[…] : " +
                    $"features`, or add bindings[\"{input.Name}\"] with one of {string.Join(", ", arrays.Keys)}.");
            Tensor array = arrays.GetValueOrDefault(source) ?? OneHot(arrays, source) ?? throw new DataException(
                $"{data} has no '{source}' for the input {input.Name} of {program.File}: it has " +
                $"{string.Join(", ", arrays.Keys)}; choose one with bindings[\"{input.Name}\"].");
            bound[input.Name] = AsColumn(array, input.Dimensions.Count);
        }
        return new ChainRows(program, bound, classes);
    }

    private static void RequireInputs(ChainProgram program, IReadOnlyDictionary<string, string> bindings)
    {
        string[] inputs = [.. program.Inputs.Select(input => input.Name)];
        if (bindings.Keys.FirstOrDefault(name => !inputs.Contains(name)) is not { } unknown) return;
        throw new ChainruleException(
            $"bindings[\"{unknown}\"]: {program.File} has no such input; its inputs are {string.Join(", ", inputs)}.");
    }

    // A vector and a matrix of one column are the same samples.
    private static Tensor AsColumn(Tensor array, int rank) => (array.Rank, rank) switch
    {
        (2, 1) when array.Shape[1] == 1 => Functions.Reshape(array, [array.Shape[0]]),
        (1, 2) => Functions.Reshape(array, [array.Length, 1]),
        _ => array,
    };

    // Targets of classes are their one-hot rows.
    private static Tensor? OneHot(IReadOnlyDictionary<string, Tensor> arrays, string source)
    {
        if (source != "targets" || !arrays.TryGetValue("labels", out Tensor? labels)) return null;
        return Functions.OneHot(labels, 1 + (int)Functions.Max(labels.Cast(DType.Float64)).Item());
    }
}
