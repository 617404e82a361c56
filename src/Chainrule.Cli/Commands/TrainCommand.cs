using System.CommandLine;
using Chainrule.Cli.Chains;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Recipes;

namespace Chainrule.Cli.Commands;

/// <summary><c>train DATA</c>: trains a network, evaluates it on held-out samples and saves it.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var options = new TrainOptions();
        var command = new Command(
            "train",
            "Train a network on a data set and save it.\n" +
            "Ctrl-C stops the training after the current step, saves the best model so far and exits with code 0; " +
            "--resume RUN goes on from there, or from the last checkpoint of a training that was killed. " +
            "If the loss becomes infinite or NaN, the exit code is 1, and the last good epoch, if any, is saved.");
        options.AddTo(command);
        command.Validators.Add(options.Validate);
        command.SetAction(parsed =>
        {
            TrainingRequest request = options.Read(parsed);
            if (request.Resume is not null)
                request = Resumption.Of(request, words => options.Read(command.Parse(words)));
            Recipe.Tell(request);
            if (request.Stream is not null) return StreamedTraining.Run(request);
            if (request.FindsRate) return RateFinding.Run(request);
            if (request.Folds is { } folds) return FoldedTraining.Run(request, folds);
            return request.Model is null ? Training.Run(request) : ChainTraining.Run(request);
        });
        return command.WithExamples(
            ("train digits", "a small network on generated digits, in a few seconds"),
            ("train mnist --data-dir ./data --layers 784,128:relu,10 --epochs 3",
                "MNIST, from files or downloaded"),
            ("train iris.csv --label species --layers auto,16:tanh,auto --epochs 100",
                "a table; 'auto' takes the sizes from its columns"),
            ("train mnist --optimizer sgd --rate 0.1 --schedule warmup:1:cosine --validation 0.1 --patience 3",
                "a learning-rate schedule, validation and early stopping"),
            ("train mnist --recipe keras-mlp", "as was published elsewhere; 'chainrule recipes' lists them"),
            ("train mnist --find-rate --out rates.svg", "which learning rates it takes, before a long training"),
            ("train iris.csv --optimizer lbfgs --epochs 50", "all samples in each step, and no rate to choose"),
            ("train iris.csv --folds 5", "cross-validation: mean and standard deviation of each metric"),
            ("train point.npz --model autoencoder.chain --init start.npz --batch all --optimizer sgd --rate 0.5 " +
                "--log steps",
                "a model of your own, by full-batch gradient descent"));
    }
}
