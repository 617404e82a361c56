return Chainrule.Cli.Tool.Run(args);
