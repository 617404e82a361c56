namespace Chainrule.Cli.Commands;

/// <summary>The option that deforms images in training.</summary>
internal static class AugmentOption
{
    public static ToolOption<Augmentation?> Create()
    {
        var option = new ToolOption<Augmentation?>("--augment")
        {
            Description =
                "Deform images anew whenever they are used, each within these bounds: shift=2,rotate=15,scale=0.15," +
                "shear=10,elastic=34,smoothing=4,noise=0.1,erase=0.5,flip=horizontal; any of these.",
            HelpName = "LIST",
        };
        option.CustomParser = result =>
        {
            try
            {
                return Augmentation.Parse(result.Tokens[0].Value);
            }
            catch (ChainruleException error)
            {
                result.AddError($"--augment: {error.Message.TrimEnd('.')}");
                return null;
            }
        };
        return option.KnownElsewhereAs("--augmentation", "--data-augmentation", "--transforms")
            .Sets($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Augmentation)}");
    }
}
