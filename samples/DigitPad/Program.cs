using System.CommandLine;
using NetGen.Samples.DigitPad.Commands;

var command = new RootCommand("A page that reads drawn digits, and trains networks, with NetGen.")
{
    TrainCommand.Create(), LoadCommand.Create(),
};
ServeCommand.AddTo(command);
return await command.Parse(args).InvokeAsync();
