#:project ../src/Chainrule/Chainrule.csproj
#:property PublishAot=false
// A 784-32-10 digit classifier trained online, one sample per step: once with a linear output layer, as it should be,
// and once with the ReLU that a well-known tutorial puts on the output as well.
//
//     dotnet run -c Release samples/classifier.cs                           on digits that Chainrule draws
//     dotnet run -c Release samples/classifier.cs -- FOLDER                 on MNIST from a folder
//     dotnet run -c Release samples/classifier.cs -- FOLDER start.npz       with W1, b1, W2 and b2 from an archive;
//                                                                           losses are compared with any it contains
using Chainrule;
using static Chainrule.Functions;

string name = args.Length > 0 ? "mnist" : "digits";
var options = new DatasetOptions { DataDirectory = args.Length > 0 ? args[0] : null };
(Dataset train, Dataset test) = Dataset.Load(name, options);
var ink = new Binarize(threshold: name == "mnist" ? 0 : 0.5);   // drawn digits have a noisy background
(train, test) = (ink.Apply(train), ink.Apply(test));
IReadOnlyDictionary<string, Tensor> start = args.Length > 1
    ? NumpyFile.ReadArchive(args[1], DType.Float64)
    : new Dictionary<string, Tensor>
    {
        ["W1"] = Tensor.Normal([784, 32], 0, 0.1, seed: 1, DType.Float64),
        ["b1"] = Tensor.Zeros([32], DType.Float64),
        ["W2"] = Tensor.Normal([32, 10], 0, 0.1, seed: 2, DType.Float64),
        ["b2"] = Tensor.Zeros([10], DType.Float64),
    };

Console.WriteLine($"The first 300 samples of {name}, one per step, learning rate 0.05:\n");
Run linear = Learn("linear_output", z => z), relu = Learn("relu_output", Relu);
Console.WriteLine("samples     loss, linear output    loss, ReLU output");
for (int first = 0; first < 300; first += 50)
{
    Range part = first..(first + 50);
    (double one, double other) = (linear.Losses[part].Average(), relu.Losses[part].Average());
    Console.WriteLine($"{first + 1,3} … {first + 50,3}   {one,20:F4}   {other,18:F4}");
}
Console.WriteLine($"test accuracy{linear.Accuracy,18:P2}   {relu.Accuracy,18:P2}");
Console.WriteLine($"logits at 0  {linear.Dead,18:P2}   {relu.Dead,18:P2}\n");
Console.WriteLine("A logit that the ReLU sets to 0 passes no gradient on: the layer learns only from the others.\n");

// The same network, beyond the tutorial: all samples, shuffled, with some held out for validation.
var model = new Model(new Dense(32, Activation.Relu), new Dense(10)) { Seed = 1 };
TrainingHistory history = model.Fit(train, new TrainingOptions
{
    Epochs = 5,
    ValidationSplit = 0.15,
    Seed = 1,
    OnEpoch = epoch => Console.WriteLine(
        $"epoch {epoch.Epoch}: loss {epoch.Loss:F4}, validation accuracy {epoch.Validation!.Accuracy:P1}"),
});
double final = model.Evaluate(test).Accuracy;
Console.WriteLine($"{history.Steps:N0} steps in {history.Seconds:F1} s; test accuracy {final:P2}");

Run Learn(string label, Func<Tensor, Tensor> output)
{
    Tensor P(string name) => Tensor.Parameter(start[name], name);
    Tensor w1 = P("W1"), b1 = P("b1"), w2 = P("W2"), b2 = P("b2");
    Tensor Logits(Tensor samples) => output(MatMul(Relu(MatMul(samples, w1) + b1), w2) + b2);

    Tensor x = Tensor.Input([1, 784], DType.Float64, "x"), y = Tensor.Input([1], DType.Int32, "y");
    var trainer = new Trainer(Mean(CrossEntropy(Logits(x), y)), [w1, b1, w2, b2], new Sgd(0.05));
    var losses = new double[300];
    for (int i = 0; i < losses.Length; i++)
    {
        x.Assign(train.Features[i..(i + 1)]);
        y.Assign(train.Targets[i..(i + 1)]);
        losses[i] = trainer.Step();
    }
    if (start.TryGetValue(label + "_losses", out Tensor? expected))
    {
        double worst = Max(Abs(Tensor.FromArray(losses) - expected)).Item();
        Console.WriteLine($"{label}: largest difference from the reference's losses {worst:E1}");
    }

    Tensor logits = Logits(test.Features.Cast(DType.Float64));
    double accuracy = Mean(Equal(ArgMax(logits, axis: 1), test.Targets).Cast(DType.Float64)).Item();
    double dead = Mean(Equal(logits, 0).Cast(DType.Float64)).Item();
    return new Run(losses, accuracy, dead);
}

internal sealed record Run(double[] Losses, double Accuracy, double Dead);
