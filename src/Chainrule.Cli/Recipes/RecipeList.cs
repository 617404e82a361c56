namespace Chainrule.Cli.Recipes;

/// <summary>The recipes; docs/accuracy.md says what differs from what was published, and why.</summary>
internal static class RecipeList
{
    private const string Book = "M. Nielsen, Neural Networks and Deep Learning";

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("online", "784-32-10 ReLU, one sample a step",
            "--layers auto,32:relu,auto --init normal(0,0.1) --binarize true --batch 1 --optimizer sgd --rate 0.01 " +
            "--schedule cosine --l2 1e-3 --epochs 50")
        {
            Source = "a tutorial on networks in NumPy",
            Published = "\"up to 97 %\"",
            Reached = "97.12 ± 0.04 %",
            Time = "221 s",
        },
        new("nielsen-30", "784-30-10 sigmoid, squared error",
            "--layers auto,30:sigmoid,auto:sigmoid --loss half_mse --init lecun_normal --batch 10 --optimizer sgd " +
            "--rate 3 --epochs 30 --take 50000")
        {
            Source = $"{Book}, chapter 1 (network.py)",
            Published = "95.42 %",
            Reached = "95.87 ± 0.26 %",
            Time = "8 s",
        },
        new("nielsen-100", "784-100-10 sigmoid, squared error",
            "--layers auto,100:sigmoid,auto:sigmoid --loss half_mse --init lecun_normal --batch 10 --optimizer sgd " +
            "--rate 3 --epochs 30 --take 50000")
        {
            Source = $"{Book}, chapter 1 (network.py)",
            Published = "96.59 %",
            Reached = "97.79 ± 0.06 %",
            Time = "42 s",
        },
        new("network2", "784-100-10 sigmoid, cross-entropy, L2",
            "--layers auto,100:sigmoid,auto:sigmoid --loss binary_cross_entropy --l2 1e-5 --init lecun_normal " +
            "--batch 10 --optimizer sgd --rate 1 --epochs 60 --take 50000")
        {
            Source = $"{Book}, chapter 3 (network2.py)",
            Published = "98.04 %",
            Reached = "97.95 ± 0.09 % (2 seeds)",
            Time = "70 s",
        },
        new("sklearn-adam", "784-100-100-10 ReLU, Adam",
            "--layers auto,100:relu,100:relu,auto --l2 5e-7 --init xavier --batch 200 --optimizer adam --rate 0.001 " +
            "--epochs 40")
        {
            Source = "scikit-learn, benchmarks/bench_mnist.py (MLP-adam)",
            Published = "97.76 %",
            Reached = "97.99 ± 0.17 %",
            Time = "36 s",
        },
        new("keras-mlp", "784-512-512-10 ReLU, dropout, RMSprop",
            "--layers auto,512:relu,dropout:0.2,512:relu,dropout:0.2,auto --init xavier --batch 128 " +
            "--optimizer rmsprop --rate 0.001 --epochs 20")
        {
            Source = "Keras, examples/mnist_mlp.py",
            Published = "98.40 %",
            Reached = "98.42 %",
            Time = "83 s",
        },
        new("ciresan", "784-1000-500-10 tanh, deformed digits",
            "--layers auto,1000:tanh,500:tanh,auto --init xavier --batch 256 --optimizer adam --rate 0.001 " +
            "--schedule cosine --ema 0.999 --augment shift=1,rotate=12,scale=0.15,elastic=36,smoothing=5 --epochs 300")
        {
            Source = "D. Cireşan and others, Deep, big, simple neural nets for handwritten digit recognition, 2010",
            Published = "99.51 %",
            Reached = "99.43 %",
            Time = "2145 s",
        },
        new("autoencoder", "784-128-784-784, sigmoid, sigmoid, linear",
            "--model recipe:autoencoder --dim k=128 --batch 128 --optimizer adam --rate 0.001 --epochs 20")
        {
            Source = "the first system of the README",
            Published = "—",
            Reached = "MSE 0.0049, cost 1.9079",
            Time = "156 s",
        },
        new("deep-autoencoder", "784-128-64-32-64-128-784 ReLU, cross-entropy",
            "--model recipe:deep-autoencoder --batch 256 --optimizer adam --rate 0.001 --epochs 100")
        {
            Source = "F. Chollet, Building Autoencoders in Keras",
            Published = "cost about 0.08",
            Reached = "MSE 0.0065, cost 0.0810",
            Time = "339 s",
        },
    ];
}
