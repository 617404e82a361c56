using System.Globalization;
using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// A training's state in a model file: counters in the metadata, the optimizer's memory as tensors whose names begin
/// with a dot, which no layer's can.
/// </summary>
internal static class TrainingStateJson
{
    public const string Key = "training_state";
    private const int MostSlots = 8;

    /// <summary>Whether a tensor of a model file belongs to the state, and not to a layer.</summary>
    public static bool IsOwn(string tensor) => tensor.StartsWith('.');

    public static string Write(TrainingState state) => new JsonObject
    {
        ["epoch"] = state.Epoch,
        ["step"] = state.Step,
        ["seed"] = state.Seed,
        ["batch_size"] = state.BatchSize,
        ["optimizer"] = state.Optimizer,
        ["slots"] = state.SlotCount,
        ["best_epoch"] = state.BestEpoch,
        ["best"] = Text(state.Best),
        ["best_of"] = state.BestOf,
        ["cost_before"] = Text(state.CostBefore),
        ["schedule"] = new JsonArray([.. state.Schedule.Select(number => (JsonNode)Text(number))]),
        ["has_last"] = state.Last is not null,
    }.ToJsonString();

    /// <summary>The tensors of the state by name.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> Tensors(TrainingState state, Model model)
    {
        LayerParameter[] trained = Trained(model);
        for (int slot = 0; slot < state.SlotCount; slot++)
            for (int i = 0; i < trained.Length; i++)
                yield return new(SlotName(slot, trained[i]), new Tensor(state.SlotOf(slot, i)));
        for (int i = 0; i < model.Parameters.Count && state.Last is not null; i++)
            yield return new(LastName(model.Parameters[i]), new Tensor(state.Last[i]));
    }

    /// <summary>The state of a model's file.</summary>
    /// <exception cref="DataException">It is not what was written.</exception>
    public static TrainingState Read(string text, IReadOnlyDictionary<string, Tensor> tensors, Model model)
    {
        JsonObject json = ModelJson.Parse(text, Key);
        LayerParameter[] trained = Trained(model);
        var layout = new ParameterLayout([.. trained.Select(parameter => parameter.Value)]);
        int slots = Count(json, "slots");
        if (slots > MostSlots) throw new DataException($"\"slots\" of its \"{Key}\" is {slots}");
        var state = new TrainingState(
            layout, ModelJson.Value<string>(json, "optimizer"), slots, ModelJson.Value<long>(json, "seed"),
            Count(json, "batch_size"))
        {
            Epoch = Count(json, "epoch"),
            Step = ModelJson.Value<long>(json, "step"),
            BestEpoch = Count(json, "best_epoch"),
            Best = Number(ModelJson.Value<string>(json, "best")),
            BestOf = ModelJson.Value<string>(json, "best_of"),
            CostBefore = Number(ModelJson.Value<string>(json, "cost_before")),
            Schedule = [.. ModelJson.ReadList(json["schedule"]?.ToJsonString() ?? "[]", "schedule").Select(Number)],
        };
        int expected = slots * trained.Length;
        for (int slot = 0; slot < slots; slot++)
            for (int i = 0; i < trained.Length; i++)
                Fill(tensors, SlotName(slot, trained[i]), state.SlotOf(slot, i));
        if (ModelJson.Value<bool>(json, "has_last"))
        {
            expected += model.Parameters.Count;
            state.Last = new([.. model.Parameters.Select(parameter => parameter.Value.AsVariable())]);
            for (int i = 0; i < model.Parameters.Count; i++)
                Fill(tensors, LastName(model.Parameters[i]), state.Last[i]);
        }
        if (tensors.Keys.Count(IsOwn) != expected)
            throw new DataException($"its \"{Key}\" has {expected} tensors, and the file others beside them");
        state.EndedAt = Variable.Writes;
        return state;
    }

    private static LayerParameter[] Trained(Model model) => [.. model.Parameters.Where(one => one.IsTrained)];

    private static string SlotName(int slot, LayerParameter parameter) => $".slot{slot}.{parameter.Name}";

    private static string LastName(LayerParameter parameter) => $".last.{parameter.Name}";

    private static void Fill(IReadOnlyDictionary<string, Tensor> tensors, string name, NDArray target)
    {
        if (!tensors.TryGetValue(name, out Tensor? tensor))
            throw new DataException($"the tensor \"{name}\" of shape {target.Shape} is missing");
        if (tensor.Shape != target.Shape || tensor.DType != target.DType)
            throw new DataException(
                $"the tensor \"{name}\" has shape {tensor.Shape} in {tensor.DType.Name()}, but its parameter " +
                $"{target.Shape} in {target.DType.Name()}");
        tensor.Value.Bytes.CopyTo(target.Bytes);
    }

    private static int Count(JsonObject json, string name) => ModelJson.Value<int>(json, name) is >= 0 and var count
        ? count
        : throw new DataException($"\"{name}\" of its \"{Key}\" is negative");

    // As text, since JSON has no word for NaN and infinity.
    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        ? number
        : throw new DataException($"\"{text}\" in its \"{Key}\" is no number");
}
