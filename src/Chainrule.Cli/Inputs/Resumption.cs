using System.Text.Json.Nodes;

namespace Chainrule.Cli.Inputs;

/// <summary><c>train --resume RUN</c>: what was asked of the training that goes on.</summary>
internal static class Resumption
{
    /// <summary>The request of the run, with what the command line says of this part of it.</summary>
    /// <param name="asked">The command line.</param>
    /// <param name="parse">Reads the arguments of a training.</param>
    public static TrainingRequest Of(TrainingRequest asked, Func<string[], TrainingRequest> parse)
    {
        string path = TrainedModel.PathOf(asked.Resume!);
        bool isChain = TrainedChain.IsIn(path);
        TrainedChain? chain = isChain ? TrainedChain.Load(path) : null;
        Model? model = isChain ? null : ModelFile.Load(path);
        IReadOnlyDictionary<string, string> notes = chain?.Notes ?? model!.Notes;
        TrainingState? state = isChain ? chain!.TrainingState : model!.TrainingState;
        if (state is null || !notes.TryGetValue(SavedRun.CommandNote, out string? command))
            throw new DataException(
                $"{path}: this model does not say how it was trained, so its training cannot be resumed: train anew.");
        if (JsonNode.Parse(command) is not JsonArray words)
            throw new DataException($"{path}: the note \"{SavedRun.CommandNote}\" is damaged: train anew.");
        TrainingRequest request = parse([.. words.Select(word => word!.GetValue<string>())]);
        int epochs = asked.Epochs ?? request.Epochs!.Value;
        bool hasEnded = notes.GetValueOrDefault(SavedRun.EndNote) is nameof(StopReason.Completed)
            or nameof(StopReason.StoppedEarly);
        if (state.Epoch >= epochs || (hasEnded && asked.Epochs is null))
        {
            // One that was killed at its very end has left files behind.
            if (Directory.Exists(asked.Resume)) RunFolder.Open(asked.Resume).Dispose();
            throw new ChainruleException(
                $"{asked.Resume}: this training has ended after {state.Epoch} epochs: to train on, give the number " +
                $"of epochs in all, as in --epochs {state.Epoch + 10}.");
        }
        return request with
        {
            Resume = asked.Resume,
            Recipe = notes.GetValueOrDefault(SavedRun.RecipeNote),
            Epochs = epochs,
            Threads = asked.Threads,
            Json = asked.Json,
            IsQuiet = asked.IsQuiet,
            TimeLimit = asked.TimeLimit,
            TensorBoard = asked.TensorBoard,
            Checkpoint = asked.Checkpoint,
        };
    }

    /// <summary>Sees that the data are those of the training.</summary>
    public static void Require(string run, DataOrigin? before, DataOrigin? now)
    {
        if (before == now) return;
        throw new DataException(
            $"{run}: '{now?.Name ?? before?.Name}' has changed since the training: restore the data, or train anew.");
    }
}
