using System.Text.RegularExpressions;

namespace Chainrule.Tests.Language.Python;

/// <summary>The values of a file, as read here, are those that Python computes when it runs the same file.</summary>
public class PythonRunTests
{
    // Runs the file and keeps its arrays, those in objects, lists and dictionaries too, under the names they get here.
    private const string Runner = """
        import runpy, sys, random, types
        for module in ('matplotlib', 'matplotlib.pyplot'):
            sys.modules[module] = types.ModuleType(module)
            for name in ('plot', 'show'): setattr(sys.modules[module], name, lambda *values: None)
        import numpy as np
        np.random.seed(3)
        try:
            import torch
            torch.manual_seed(3)
            torch.set_default_dtype(torch.float64)
        except ImportError:
            torch = None
        kept = {}
        def keep(name, value, depth=0):
            if depth > 4 or name.startswith('__') or name == 'grads': return
            if torch is not None and isinstance(value, torch.nn.Module):
                prefix = name + '_' if isinstance(value, torch.nn.Sequential) else ''
                for key, part in value.named_parameters(): keep(prefix + key.replace('.', '_'), part, depth + 1)
            elif torch is not None and isinstance(value, torch.Tensor):
                kept[name] = value.detach().numpy()
                if value.grad is not None: kept['d' + name] = value.grad.numpy()
            elif isinstance(value, (np.ndarray, np.floating, float)) and not isinstance(value, bool):
                kept[name] = np.asarray(value, dtype=None if np.asarray(value).dtype.kind == 'i' else float)
            elif isinstance(value, (list, tuple)):
                for i, part in enumerate(value): keep(f'{name}_{i}', part, depth + 1)
            elif isinstance(value, dict):
                for key, part in value.items(): keep(str(key), part, depth + 1)
            elif hasattr(value, '__dict__') and not isinstance(value, type) and type(value).__module__ == '__main__':
                for key, part in vars(value).items(): keep(key, part, depth + 1)
        inner = {}
        def watch(frame, event, result):
            if event == 'return' and frame.f_code.co_filename == sys.argv[1]: inner.update(frame.f_locals)
        sys.setprofile(watch)
        names = runpy.run_path(sys.argv[1], run_name='__main__')
        sys.setprofile(None)
        for name, value in names.items(): keep(name, value)
        if torch is not None:
            inner = {name: value.detach().numpy() if isinstance(value, torch.Tensor) else value
                for name, value in inner.items()}
        kept.update({'inner ' + name: value for name, value in inner.items() if isinstance(value, np.ndarray)})
        np.savez(sys.argv[2], **{name: value for name, value in kept.items() if value.dtype.kind in 'fi'})
        """;

    [Theory]
    [InlineData("autoencoder_right", false)]
    [InlineData("layers", false)]
    [InlineData("two_layer_net", false)]
    [InlineData("linear_regression", false)]
    [InlineData("logistic_columns", false)]
    [InlineData("planar_columns", false)]
    [InlineData("deep_columns", false)]
    [InlineData("softmax_classifier", false)]
    [InlineData("affine_layers", false)]
    [InlineData("batchnorm", false)]
    [InlineData("network", false)]
    [InlineData("one_hot", false)]
    [InlineData("polynomial", false)]
    [InlineData("dropout_net", false)]
    [InlineData("torch_forward", true)]
    [InlineData("torch_sequential", true)]
    [InlineData("torch_loader", true)]
    [InlineData("torch_layernorm", true)]
    [InlineData("torch_tensors", true)]
    [InlineData("torch_bn", true)]
    [InlineData("torch_bigram", true)]
    [InlineData("svm", false)]
    [InlineData("rnn_loop", false)]
    [InlineData("rnn_filled", false)]
    [InlineData("lstm_step", false)]
    [InlineData("bias_trick", false)]
    [InlineData("conv1d", false)]
    [InlineData("torch_embedding", true)]
    [InlineData("alias_inplace", false)]
    [InlineData("attention_single", false)]
    [InlineData("backprop_ninja", true)]
    [InlineData("batchnorm_cs231n", false)]
    [InlineData("gru_numpy", false)]
    [InlineData("logistic_newaxis", false)]
    [InlineData("lstm_cell_step", false)]
    [InlineData("matrix_factorization", false)]
    [InlineData("maxpool_reshape", false)]
    [InlineData("mse_three_layers", false)]
    [InlineData("ng_logistic", false)]
    [InlineData("ng_shallow", false)]
    [InlineData("perceptron_huber", false)]
    [InlineData("relu_masks", false)]
    [InlineData("ridge_norm", false)]
    [InlineData("so_dw_shapes", false)]
    [InlineData("softmax_regression_loops", false)]
    [InlineData("svm_vectorized", false)]
    [InlineData("torch_autograd_basic", true)]
    [InlineData("torch_poly3", true)]
    [InlineData("torch_two_layer", true)]
    [InlineData("trask_eleven", false)]
    [InlineData("two_layer_cs231n", false)]
    [InlineData("vae_numpy", false)]
    [InlineData("word2vec_neg", false)]
    [InlineData("causal_attention", true)]
    [InlineData("tril_average", true)]
    [InlineData("positional_masked", false)]
    [InlineData("torch_gpt_block", true)]
    [InlineData("linreg_gd", false)]
    [InlineData("strided_slices", false)]
    [InlineData("torch_modulelist", true)]
    public void Values_agree(string sample, bool needsTorch)
    {
        Needs.Numpy();
        if (needsTorch) Needs.Torch();
        // A step of training would move the parameters after the values were computed from them.
        string text = Regex.Replace(
            PythonSamples.Text(sample), @"(?m)^( *)(lr|learning_rate|step_size) = .*$", "$1$2 = 0.0");
        string file = Path.Combine(Path.GetTempPath(), $"chainrule-{Guid.NewGuid():N}.py");
        File.WriteAllText(file, text.Replace("lr=1e-3", "lr=0.0").Replace("lr=0.01", "lr=0.0")
            .Replace(".grad.zero_()", ".grad")
            .Replace("dtype = torch.float\n", "dtype = torch.float64\n"));
        string output = Path.Combine(Path.GetTempPath(), $"chainrule-{Guid.NewGuid():N}.npz");
        try
        {
            PythonProcess.Run("-c", Runner, file, output);
            IReadOnlyDictionary<string, Tensor> reference = NumpyFile.ReadArchive(output);
            ChainProgram program = PythonSamples.Read(sample);
            ChainModel model = program.Build(new() { Arrays = reference, DType = DType.Float64 });
            // Inputs that are made in a function have their values there.
            var arrays = reference.ToDictionary();
            foreach (Tensor input in model.Unbound) arrays[input.Name!] = reference["inner " + input.Name];
            model = program.Build(new() { Arrays = arrays, DType = DType.Float64 });
            Assert.Empty(model.Unbound);
            int compared = 0;
            bool hasCost = false;
            foreach (Tensor value in model.Values)
            {
                // A name that is assigned anew has its last value when the file ends.
                string last = Last(value.Name!, model);
                if (last != value.Name && !reference.ContainsKey(value.Name!)) continue;
                string python = value.Name!.Contains('_') && reference.ContainsKey(value.Name) ? value.Name
                    : Regex.Replace(value.Name, @"_\d+$", "");
                if (last != value.Name || !reference.TryGetValue(python, out Tensor? due)) continue;
                // Parts of one array there.
                if (sample == "rnn_filled" && python == "s") continue;
                // Changed in place by what is computed from it.
                if (sample == "softmax_classifier" && python == "probs") continue;
                AssertClose(due, value, value.Name);
                compared++;
                hasCost |= value == model.Cost;
                // The name of a gradient in a loop is that of its last round.
                if (value.DType.IsFloating() && value != model.Cost && !(sample == "rnn_loop" && python == "h")
                    // The file means the part of the gradient that comes from above.
                    && !(sample == "lstm_cell_step" && python == "next_c")
                    && (reference.TryGetValue("d" + python, out due) || reference.TryGetValue($"dSd{python}", out due)))
                    AssertClose(due, model.Derivative(value.Name), "d" + value.Name);
            }
            Assert.InRange(compared, 3, 100);
            Assert.True(hasCost);
        }
        finally
        {
            File.Delete(file);
            File.Delete(output);
        }
    }

    private static string Last(string name, ChainModel model)
    {
        string plain = Regex.Replace(name, @"_\d+$", "");
        return model.Values.Select(value => value.Name!).LastOrDefault(one => one == plain
            || (one.StartsWith(plain + "_", StringComparison.Ordinal)
                && int.TryParse(one[(plain.Length + 1)..], out _))) ?? name;
    }

    private static void AssertClose(Tensor due, Tensor value, string name)
    {
        double[] expected = due.Cast(DType.Float64).ToArray<double>(),
            actual = value.Cast(DType.Float64).ToArray<double>();
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-9 * (1 + Math.Abs(expected[i])),
                $"{name}[{i}]: {expected[i]} {actual[i]}");
    }
}
