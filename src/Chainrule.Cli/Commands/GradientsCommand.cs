using System.CommandLine;
using Chainrule.Cli.Chains;

namespace Chainrule.Cli.Commands;

/// <summary><c>gradients FILE</c>: every value and every gradient of a program at a given point, as arrays.</summary>
internal static class GradientsCommand
{
    public static Command Create()
    {
        var chain = new ChainArguments();
        ToolOption<string?> arrays = SharedOptions.Arrays("The .npz archive with inputs and parameters by name.");
        ToolOption<string?> output = SharedOptions.Out(
            "The .npz archive to write: each value by its name, each gradient as dS_dNAME.");
        arrays.Required = output.Required = true;
        ToolOption<string?> precision = SharedOptions.Precision("Type to compute in; that of the arrays by default.");
        ToolOption<Dictionary<string, string>?> dimensions =
            ChainArguments.Sizes("Sizes of dimensions that no array determines, as in k=32.");
        ToolOption<long?> seed = SharedOptions.Seed();
        var command = new Command("gradients",
            "Compute all named values and gradients of a .chain file, to compare with other programs.")
        {
            chain.File, arrays, output, precision, dimensions, seed,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(arrays)!;
            (ChainProgram program, IReadOnlyDictionary<string, Tensor> given) =
                ChainArguments.Load(parsed.GetValue(chain.File)!, path);
            if (program.Inputs.FirstOrDefault(input => !given.ContainsKey(input.Name)) is { } missing)
            {
                throw new DataException(
                    $"{path}: there is no array for the input {missing.Name} of {program.File}: it contains " +
                    $"{string.Join(", ", given.Keys)}; add one of that name.");
            }
            var options = new ChainOptions
            {
                Dimensions = ChainArguments.Sizes(parsed.GetValue(dimensions)),
                Arrays = given,
                DType = Precision(parsed.GetValue(precision), program, given),
                Seed = parsed.GetValue(seed)!.Value,
            };
            // Values are the same whichever cost is meant.
            NumpyFile.WriteArchive(parsed.GetValue(output)!, program.PerCost()
                .SelectMany(one => Results(one.Build(options))).DistinctBy(array => array.Key));
        });
        return command.WithExamples(
            ("gradients autoencoder.chain --arrays in.npz --out out.npz", "z1, S, dS_dW1, dS_dz1 and all the others"),
            ("gradients autoencoder.chain --arrays in.npz --out out.npz --precision float32", "in single precision"));
    }

    private static DType Precision(string? asked, ChainProgram program, IReadOnlyDictionary<string, Tensor> given)
    {
        if (asked is not null) return SharedOptions.DTypeOf(asked);
        IEnumerable<string> names = program.Inputs.Concat(program.Parameters).Select(declaration => declaration.Name);
        return names.Any(name => given.TryGetValue(name, out Tensor? array) && array.DType == DType.Float64)
            ? DType.Float64 : DType.Float32;
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Results(ChainModel model)
    {
        foreach (Tensor value in model.Values) yield return new(value.Name!, value);
        if (model.Cost is null) yield break;
        foreach (Tensor value in model.Values)
        {
            if (value.DType.IsFloating() && value != model.Cost)
                yield return new($"d{model.Cost.Name}_d{value.Name}", model.Derivative(value.Name!));
        }
    }
}
