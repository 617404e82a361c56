using System.Globalization;
using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// The state of a training in a model file: counters in the metadata, and the optimizer's state as tensors whose names
/// start with a dot, which no layer's can.
/// </summary>
internal static class TrainingStateJson
{
    public const string Key = "training_state";
    private const int MaxSlots = 64;

    /// <summary>Whether a tensor of a model file belongs to the training state rather than to a layer.</summary>
    public static bool IsOwn(string tensor) => tensor.StartsWith('.');

    /// <summary>The state but for its tensors.</summary>
    public static string Write(TrainingState state, IReadOnlyList<LayerParameter> parameters) => new JsonObject
    {
        ["trained"] = new JsonArray(
            [.. Trained(state, parameters).Select(parameter => (JsonNode)parameter.Name)]),
        ["epoch"] = state.Epoch,
        ["step"] = state.Step,
        ["updates"] = state.Updates,
        ["visited"] = state.Visited,
        ["cost_sum"] = Text(state.CostSum),
        ["hits"] = state.Hits,
        ["seed"] = state.Seed,
        ["batch_size"] = state.BatchSize,
        ["optimizer"] = state.Optimizer,
        ["slots"] = state.SlotCount,
        ["best_epoch"] = state.BestEpoch,
        ["best"] = Text(state.Best),
        ["best_loss"] = Text(state.BestLoss),
        ["best_of"] = state.BestOf,
        ["improved_epoch"] = state.ImprovedEpoch,
        ["kept_epoch"] = state.KeptEpoch,
        ["cost_before"] = Text(state.CostBefore),
        ["schedule"] = new JsonArray([.. state.Schedule.Select(number => (JsonNode)Text(number))]),
        ["has_last"] = state.Last is not null,
        ["has_average"] = state.Average is not null,
    }.ToJsonString();

    /// <summary>The tensors of the state by name.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> Tensors(
        TrainingState state, IReadOnlyList<LayerParameter> parameters)
    {
        LayerParameter[] trained = Trained(state, parameters);
        for (int slot = 0; slot < state.SlotCount; slot++)
            for (int i = 0; i < trained.Length; i++)
                yield return new(SlotName(slot, trained[i]), new Tensor(state.SlotOf(slot, i)));
        for (int i = 0; i < parameters.Count && state.Last is not null; i++)
            yield return new(LastName(parameters[i]), new Tensor(state.Last[i]));
        for (int i = 0; i < trained.Length && state.Average is not null; i++)
            yield return new(AverageName(trained[i]), new Tensor(state.Average[i]));
    }

    /// <summary>Reads the state from a file with these parameters.</summary>
    /// <exception cref="DataException">The content is not what was written.</exception>
    public static TrainingState Read(
        string text, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyList<LayerParameter> parameters)
    {
        JsonObject json = ModelJson.Parse(text, Key);
        // Files of 0.1 know of no frozen layers.
        string[]? names = json["trained"] is { } list ? ModelJson.ReadList(list.ToJsonString(), "trained") : null;
        LayerParameter[] trained = names is null ? [.. parameters.Where(one => one.IsTrained)]
            : [.. names.Select(name => parameters.FirstOrDefault(one => one.Name == name)
                ?? throw new DataException($"\"trained\" of its \"{Key}\" names \"{name}\", which is no parameter"))];
        var layout = new ParameterLayout([.. trained.Select(parameter => parameter.Value)]);
        int slots = Count(json, "slots");
        if (slots > MaxSlots) throw new DataException($"\"slots\" of its \"{Key}\" is {slots}");
        long step = ModelJson.Value<long>(json, "step");
        int epoch = Count(json, "epoch"), best = Count(json, "best_epoch");
        bool hasLast = ModelJson.Value<bool>(json, "has_last");
        var state = new TrainingState(
            layout, ModelJson.Value<string>(json, "optimizer"), slots, ModelJson.Value<long>(json, "seed"),
            Count(json, "batch_size"))
        {
            Epoch = epoch,
            Step = step,
            BestEpoch = best,
            Best = Number(ModelJson.Value<string>(json, "best")),
            BestOf = ModelJson.Value<string>(json, "best_of"),
            CostBefore = Number(ModelJson.Value<string>(json, "cost_before")),
            Schedule = [.. ModelJson.ReadList(json["schedule"]?.ToJsonString() ?? "[]", "schedule").Select(Number)],
            // Files of version 0.1 lack the following.
            Updates = json["updates"] is null ? step : ModelJson.Value<long>(json, "updates"),
            Visited = json["visited"] is null ? 0 : Count(json, "visited"),
            CostSum = json["cost_sum"] is null ? 0 : Number(ModelJson.Value<string>(json, "cost_sum")),
            Hits = json["hits"] is null ? 0 : Count(json, "hits"),
            BestLoss = json["best_loss"] is null ? double.NaN : Number(ModelJson.Value<string>(json, "best_loss")),
            ImprovedEpoch = json["improved_epoch"] is null ? best : Count(json, "improved_epoch"),
            KeptEpoch = json["kept_epoch"] is null ? hasLast ? best : epoch : Count(json, "kept_epoch"),
        };
        int expected = slots * trained.Length;
        for (int slot = 0; slot < slots; slot++)
            for (int i = 0; i < trained.Length; i++)
                Fill(tensors, SlotName(slot, trained[i]), state.SlotOf(slot, i));
        if (hasLast) state.Last = Values(parameters, LastName);
        if (json["has_average"] is not null && ModelJson.Value<bool>(json, "has_average"))
            state.Average = Values(trained, AverageName);
        if (tensors.Keys.Count(IsOwn) != expected)
            throw new DataException($"its \"{Key}\" has {expected} tensors, and the file others beside them");
        state.EndedAt = Variable.Writes;
        return state;

        KeptValues Values(IReadOnlyList<LayerParameter> those, Func<LayerParameter, string> name)
        {
            expected += those.Count;
            var values = new KeptValues([.. those.Select(parameter => parameter.Value.AsVariable())]);
            for (int i = 0; i < those.Count; i++) Fill(tensors, name(those[i]), values[i]);
            return values;
        }
    }

    // In the order of the state, frozen or not by now.
    private static LayerParameter[] Trained(TrainingState state, IReadOnlyList<LayerParameter> parameters) =>
        [.. state.Layout.Parameters.Select(tensor => parameters.First(one => ReferenceEquals(one.Value, tensor)))];

    private static string SlotName(int slot, LayerParameter parameter) => $".slot{slot}.{parameter.Name}";

    private static string LastName(LayerParameter parameter) => $".last.{parameter.Name}";

    private static string AverageName(LayerParameter parameter) => $".average.{parameter.Name}";

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

    // As text, because JSON cannot represent NaN and infinity.
    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        ? number
        : throw new DataException($"\"{text}\" in its \"{Key}\" is not a number");
}
