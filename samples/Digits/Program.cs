using System.CommandLine;
using System.Globalization;
using NetGen;
using NetGen.Samples.Digits;

var data = new Option<DirectoryInfo?>("--data")
{
    Description = "A folder with the IDX files of MNIST, or of a data set of the same shape: train-images-idx3-ubyte, "
        + "train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, each as it is or as .gz. "
        + "Without it, the 1,797 digits of 8 x 8 pixels inside this program.",
    HelpName = "DIR",
};
var defaults = new TrainingOptions();
Option<int> epochs = Number(
    "--epochs", defaults.Epochs, value => value >= 1, "an integer from 1 on",
    "How many times to go through the training data.");
Option<int> batch = Number(
    "--batch", defaults.MiniBatchSize, value => value >= 1, "an integer from 1 on",
    "Samples per step of gradient descent.");
Option<double> learningRate = Number(
    "--learning-rate", 3.0, value => value is > 0 and <= 1e6, "a number above 0, at most 1000000",
    "The learning rate.");
Option<long> seed = Number(
    "--seed", 1L, _ => true, "an integer of 64 bits",
    "Where the random numbers start, for the initial parameters and for the order of the samples.");
Option<int> threads = Number(
    "--threads", defaults.MaxDegreeOfParallelism, value => value is -1 or >= 1, "an integer from 1 on, or -1 for one for each processor",
    "How many threads may work at once; the result is the same with any number.");
var resume = new Option<FileInfo?>("--resume")
{
    Description = "A training run that Ctrl+C has stopped and saved, to be continued to the same result as if it had never stopped. "
        + "Give the other options as before; only --epochs and --threads may change.",
    HelpName = "FILE",
};
var report = new Option<DirectoryInfo?>("--report")
{
    Description = "A folder for a report: report.html, which any browser shows without a network, and its pictures as PNG files.",
    HelpName = "DIR",
};

var command = new RootCommand("Trains a network, compiled by NetGen into C#, to read handwritten digits.")
{
    data, epochs, batch, learningRate, seed, threads, resume, report, BookCommand.Create(), BestCommand.Create(),
};
command.SetAction((arguments, cancellationToken) => Task.FromResult(Run(arguments, cancellationToken)));
return await command.Parse(args).InvokeAsync();

int Run(ParseResult arguments, CancellationToken cancellationToken)
{
    var options = new TrainingOptions
    {
        Epochs = arguments.GetValue(epochs),
        MiniBatchSize = arguments.GetValue(batch),
        LearningRate = arguments.GetValue(learningRate),
        Seed = arguments.GetValue(seed),
        MaxDegreeOfParallelism = arguments.GetValue(threads),
    };
    try
    {
        // The book's first chapter begins with large weights, and so reaches about 95 % on MNIST.
        var request = new TrainingRequest(options, arguments.GetValue(resume)?.ToString(), arguments.GetValue(report)?.ToString());
        return arguments.GetValue(data) is DirectoryInfo folder
            ? Training.Run<DigitNet>(Samples.ReadMnist(folder.ToString()), Initializer.Large, request, cancellationToken)
            : Training.Run<SmallDigitNet>(Samples.ReadEmbedded(), Initializer.Default, request, cancellationToken);
    }
    catch (Exception exception) when (exception
        is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or TrainingDivergedException)
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
}

static Option<T> Number<T>(string name, T defaultValue, Func<T, bool> condition, string expected, string description)
    where T : struct, IParsable<T> => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (T.TryParse(text, CultureInfo.InvariantCulture, out T value) && condition(value))
            {
                return value;
            }

            result.AddError($"{name}: expected {expected}; found '{text}'.");
            return defaultValue;
        },
    };
