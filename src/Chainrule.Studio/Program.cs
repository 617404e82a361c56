return await Chainrule.Studio.StudioProgram.Run(args).ConfigureAwait(false);
