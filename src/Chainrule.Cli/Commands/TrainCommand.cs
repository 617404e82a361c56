using System.CommandLine;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>train DATA</c>: trains a network, judges it on held-out samples and saves it.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        Argument<string> data = SharedOptions.Data("A data set's name (see 'data list'), or a .csv table or .npz archive.");
        var layers = new Option<string?>("--layers")
        {
            Description = "Inputs, then layers: 784,128:relu,10. 'auto' as first or last is what the data have; dropout:0.2, batchnorm and " +
                "layernorm may stand between.",
            HelpName = "LAYERS",
        };
        var epochs = new Option<int?>("--epochs") { Description = "How often all samples are visited.", HelpName = "N" };
        var batch = new Option<int>("--batch")
        {
            Description = "Samples a step.",
            HelpName = "N",
            DefaultValueFactory = _ => 32,
        };
        var optimizer = new Option<string>("--optimizer")
        {
            Description = "sgd, momentum, nesterov, rmsprop, adagrad, adam, adamw or lion.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "adam",
        };
        var rate = new Option<double?>("--rate") { Description = "The learning rate; by default the optimizer's own.", HelpName = "RATE" };
        var penalty = new Option<double>("--l2") { Description = "The factor of the weights' sum of squares in the cost.", HelpName = "FACTOR" };
        var loss = new Option<string?>("--loss") { Description = "The loss; by default cross-entropy for classes and mse for values.", HelpName = "NAME" };
        var initializer = new Option<string?>("--init")
        {
            Description = "First values of the weights: xavier, he, lecun, normal(0, 0.1), uniform(-1, 1), orthogonal …",
            HelpName = "NAME",
        };
        var validation = new Option<double>("--validation")
        {
            Description = "The share of the training samples to validate on; the best epoch's parameters are kept.",
            HelpName = "SHARE",
        };
        var patience = new Option<int?>("--patience")
        {
            Description = "Stop after so many epochs without a better validation result.",
            HelpName = "N",
        };
        var binarise = new Option<bool>("--binarise") { Description = "Pixels with any ink become 1, others 0." };
        var take = new Option<int?>("--take") { Description = "Train on the first N samples only.", HelpName = "N" };
        var outFolder = new Option<string?>("--out") { Description = "The folder for model, history and settings; by default runs/DATA.", HelpName = "RUN" };
        Option<string?> directory = SharedOptions.DataDirectory(), label = SharedOptions.Label(), task = SharedOptions.Task();
        Option<string> precision = SharedOptions.Precision();
        Option<int> threads = SharedOptions.Threads();
        Option<long> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();

        var command = new Command("train", "Train a network on a data set and save it.")
        {
            data, layers, epochs, batch, optimizer, rate, loss, penalty, initializer, validation, patience, binarise, take, label, task,
            directory, outFolder, precision, threads, seed, json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Training.Run(
            new TrainingRequest
            {
                Data = parsed.GetValue(data)!,
                Layers = parsed.GetValue(layers),
                Epochs = parsed.GetValue(epochs),
                Batch = parsed.GetValue(batch),
                Optimizer = parsed.GetValue(optimizer)!,
                Rate = parsed.GetValue(rate),
                Loss = parsed.GetValue(loss),
                L2 = parsed.GetValue(penalty),
                Initializer = parsed.GetValue(initializer),
                Validation = parsed.GetValue(validation),
                Patience = parsed.GetValue(patience),
                Binarise = parsed.GetValue(binarise),
                Take = parsed.GetValue(take),
                Label = parsed.GetValue(label),
                Task = parsed.GetValue(task),
                DataDirectory = parsed.GetValue(directory),
                Out = parsed.GetValue(outFolder),
                DType = SharedOptions.ParsePrecision(parsed.GetValue(precision)!),
                Threads = parsed.GetValue(threads),
                Seed = parsed.GetValue(seed),
                Json = parsed.GetValue(json),
            },
            cancellation)));
        return command.WithExamples(
            ("train digits", "a sensible network on numerals made here, in a few seconds"),
            ("train mnist --data-dir ./data --layers 784,128:relu,10 --epochs 3", "the classic, from files or a download"),
            ("train iris.csv --label species --layers auto,16:tanh,auto --epochs 100", "a table; the network fits itself to its columns"));
    }
}
