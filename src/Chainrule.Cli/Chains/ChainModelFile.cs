namespace Chainrule.Cli.Chains;

/// <summary>A trained program as a safetensors file: its parameters by their names, and its text.</summary>
internal static class ChainModelFile
{
    /// <summary>The name of the program's text in the metadata.</summary>
    public const string ProgramKey = "chain_program";

    public static void Save(string path, ChainModel model) => SafetensorsFile.Write(
        path,
        model.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name!, parameter)),
        [
            new(ProgramKey, model.Program.ToString()),
            new("chain_file", Path.GetFileName(model.Program.File)),
        ]);
}
