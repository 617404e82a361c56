return await Chainrule.Cli.Tool.RunAsync(args);
