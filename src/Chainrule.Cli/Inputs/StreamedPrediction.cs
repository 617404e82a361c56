using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Inputs;

/// <summary><c>predict RUN FILE --stream ROWS</c>: answers for a file larger than memory, as it is read.</summary>
/// <param name="model">The model.</param>
/// <param name="schema">The columns of the table that it was trained on.</param>
/// <param name="request">The samples.</param>
/// <param name="threads">The number of threads; 0 for one per core.</param>
internal sealed class StreamedPrediction(Model model, TableSchema? schema, DataSource.Request request, int threads)
{
    /// <summary>Prints all answers, and writes them to a file if one is named.</summary>
    /// <param name="target">The file; null for none.</param>
    /// <param name="asJson">Whether they are printed as JSON.</param>
    public void Write(string? target, bool asJson)
    {
        if (PredictionFile.IsPicture(target))
            throw new ChainruleException(
                $"--out {target} needs all samples in memory, where --stream never has them: leave one of them out.");
        IEnumerable<Tensor> samples = StreamedSamples.ToPredict(request, schema, model.Images)
            .Select(part => TrainedModel.AsSamples(model, part, request.Data));
        IEnumerable<Tensor> outputs = model.PredictParts(samples, threads);
        if (target is null)
        {
            foreach (PredictionAnswers answers in Portions(outputs)) PredictionLines.Write(answers, asJson);
        }
        else if (PredictionFile.IsArray(target))
        {
            // Of all that is read only the outputs are kept: their number is written before them.
            Tensor[] all = [.. outputs];
            if (all.Length > 0) NumpyFile.Write(target, Functions.Concat(0, all));
            foreach (PredictionAnswers answers in Portions(all)) PredictionLines.Write(answers, asJson);
        }
        else
        {
            PredictionFile.Write(target, Portions(outputs).Select(Printed), DataSource.RowsOf(request.Data, schema));
        }

        PredictionAnswers Printed(PredictionAnswers answers)
        {
            PredictionLines.Write(answers, asJson);
            return answers;
        }
    }

    // Whether outputs are probabilities shows in all of them; those of a network that is trained to tell classes apart
    // always are.
    private IEnumerable<PredictionAnswers> Portions(IEnumerable<Tensor> outputs)
    {
        int first = 0;
        IReadOnlyList<string>? files = DataSource.ImagesIn(request.Data);
        bool areProbabilities = false;
        foreach (Tensor some in outputs)
        {
            var answers = new PredictionAnswers(model, some)
            {
                First = first,
                Files = files is null ? null : [.. files.Skip(first).Take(some.Shape[0])],
            };
            if (first > 0 && answers.AreProbabilities != areProbabilities)
                throw new DataException(
                    $"{request.Data}: only some outputs are probabilities, as shows at sample {first} or after it: " +
                    "leave --stream out, so that all are looked at before they are named.");
            areProbabilities = answers.AreProbabilities;
            yield return answers;
            first += answers.Count;
        }
    }
}
