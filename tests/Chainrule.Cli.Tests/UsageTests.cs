namespace Chainrule.Cli.Tests;

/// <summary>Command lines that cannot be used: one sentence each.</summary>
public class UsageTests
{
    [Theory]
    [InlineData("tarin digits", "no command 'tarin'", "did you mean 'train'")]
    [InlineData("train", "see 'chainrule train --help'")]
    [InlineData("train digits --epoch 3", "no option '--epoch'", "'--epochs'")]
    [InlineData("train digits --frobnicate", "no option '--frobnicate'")]
    [InlineData("train digits more", "'more' is one argument too many")]
    [InlineData("train digits --epochs -3", "--epochs takes a whole number from 1, not '-3'")]
    [InlineData("train digits --epochs 0", "--epochs", "'0'")]
    [InlineData("train digits --epochs many", "--epochs", "'many'")]
    [InlineData("train digits --epochs 99999999999", "--epochs")]
    [InlineData("train digits --batch 0", "--batch takes a whole number from 1 or 'all'")]
    [InlineData("train digits --batch -5", "--batch", "'-5'")]
    [InlineData("train digits --threads -1", "--threads takes a whole number from 0")]
    [InlineData("train digits --rate nan", "--rate takes a finite number above 0, not 'nan'")]
    [InlineData("train digits --rate -0.1", "--rate", "'-0.1'")]
    [InlineData("train digits --rate 1e999", "--rate")]
    [InlineData("train digits --l2 -1", "--l2 takes a finite number from 0")]
    [InlineData("train digits --clip 0", "--clip takes a finite number above 0")]
    [InlineData("train digits --validation 1", "--validation takes a share")]
    [InlineData("train digits --patience 2", "validation")]
    [InlineData("train digits --optimizer adamm", "--optimizer takes sgd, momentum")]
    [InlineData("train digits --precision float16", "--precision takes float32 or float64, not 'float16'")]
    [InlineData("train digits --task guess", "--task takes classification or regression")]
    [InlineData("train digits --seed x", "--seed takes a whole number")]
    [InlineData("train xor --schedule sometimes", "--schedule 'sometimes' is no schedule", "cosine")]
    [InlineData("train xor --schedule step:0", "step schedule")]
    [InlineData("train xor --loss wishful", "\"wishful\" is no loss", "mse")]
    [InlineData("train xor --init hope", "hope")]
    [InlineData("train xor --layers 2", "--layers '2'")]
    [InlineData("train xor --layers 8:tanh,auto", "not with the layer '8:tanh'", "write --layers auto,8:tanh,auto")]
    [InlineData("train xor --layers dropout:0.1,8,2", "write --layers auto,dropout:0.1,8,2")]
    [InlineData("train xor --layers 8:wobbly,auto", "'8:wobbly' is no number", "--layers auto,16:tanh,auto")]
    [InlineData("train xor --layers 3,8,2", "--layers begins with 3 inputs", "2")]
    [InlineData("train xor --layers auto,8,5", "--layers ends with 5 outputs", "2")]
    [InlineData("train xor --layers auto,-8,auto", "--layers", "-8")]
    [InlineData("train xor --layers auto,8:wobbly,auto", "wobbly")]
    [InlineData("train xor --layers auto,8,relu", "--layers")]
    [InlineData("train xor --layers auto,auto,auto", "--layers", "auto")]
    [InlineData("train xor --layers auto,dropout:2,auto", "dropout")]
    [InlineData("train xor --layers auto,batchnorm,auto --batch 1", "batch")]
    [InlineData("train xor --layers auto,2000000000,2000000000,auto")]
    [InlineData("train nowhere.csv", "nowhere.csv", "digits")]
    [InlineData("train xor --data-dir nowhere --out run --take 0", "--take")]
    [InlineData("train mnist --data-dir nowhere", "nowhere")]
    [InlineData("evaluate nowhere digits", "no model at 'nowhere'", "chainrule train")]
    [InlineData("predict nowhere x.npy", "no model at 'nowhere'")]
    [InlineData("summary nowhere", "no model at 'nowhere'")]
    [InlineData("data show nowhere", "nowhere")]
    [InlineData("data frob", "no command 'frob'")]
    public void A_bad_command_line_is_refused_in_one_sentence_and_leaves_nothing_behind(
        string arguments, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        string before = folder.Snapshot();
        ToolRun.In(folder, arguments).Refused(parts);
        Assert.Equal(before, folder.Snapshot());
    }
}
