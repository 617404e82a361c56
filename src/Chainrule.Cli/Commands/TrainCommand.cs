using System.CommandLine;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Inputs;

namespace Chainrule.Cli.Commands;

/// <summary><c>train DATA</c>: trains a network, judges it on held-out samples and saves it.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var options = new TrainOptions();
        var command = new Command(
            "train",
            "Train a network on a data set and save it.\n" +
            "Ctrl-C ends the training after the present step; the best model so far is saved, and the exit code is 0. A loss that becomes " +
            "infinite or NaN ends it with exit code 1; the last good epoch is saved, if there was one.");
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            TrainingRequest request = options.Read(parsed);
            return request.Model is null ? Training.Run(request) : ChainTraining.Run(request);
        });
        return command.WithExamples(
            ("train digits", "a sensible network on numerals made here, in a few seconds"),
            ("train mnist --data-dir ./data --layers 784,128:relu,10 --epochs 3", "the classic, from files or a download"),
            ("train iris.csv --label species --layers auto,16:tanh,auto --epochs 100", "a table; the network fits itself to its columns"),
            ("train mnist --optimizer sgd --rate 0.1 --schedule warmup:1:cosine --validation 0.1 --patience 3", "with more say in it"),
            ("train point.npz --model autoencoder.chain --init start.npz --batch all --optimizer sgd --rate 0.5 --log steps",
                "your own mathematics, by plain gradient descent on all samples"));
    }
}
