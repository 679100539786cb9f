using System.CommandLine;
using System.Globalization;
using NetGen.Benchmarks.Networks;
using NetGen.CompilerServices;
using NetGen.Samples;

namespace NetGen.Benchmarks.Models;

/// <summary>What it changes to keep the weights of a trained network in 16 bits, as <c>Storage="Half"</c> does.</summary>
internal static class HalfCommand
{
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "A folder with the four IDX files of MNIST, each as it is or as .gz.",
            HelpName = "DIR",
            Required = true,
        };
        var command = new Command(
            "half",
            "Trains 784-100-10 on MNIST. Prints its accuracy with all bits of the weights and with 16 of each, and the largest difference "
            + "of outputs.")
        {
            data,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(data).ToString()));
        return command;
    }

    private static int Run(string folder)
    {
        try
        {
            (DataSet<float> training, _) = MnistFolder.ReadTraining(folder);
            DataSet<float> test = MnistFolder.ReadTest(folder);
            Digits100Softmax full = Digits100Softmax.Create(1);
            full.Train(training, new TrainingOptions { Epochs = 10, Optimizer = Optimizer.Adam(0.001) });

            using var stored = new MemoryStream();
            PretrainedParameters.Write(full.Parameters, asHalf: true, stored);
            stored.Position = 0;
            Digits100Softmax half = full.Clone();
            PretrainedParameters.Read(half.Parameters, stored);
            Print(full, half, test, stored.Length);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static void Print(Digits100Softmax full, Digits100Softmax half, DataSet<float> test, long bytes)
    {
        float[] image = new float[Digits100Softmax.InputSize];
        float[] before = new float[Digits100Softmax.OutputSize];
        float[] after = new float[Digits100Softmax.OutputSize];
        int changed = 0;
        float difference = 0;
        for (int i = 0; i < test.Count; i++)
        {
            test.CopyInput(i, image);
            full.FeedForward(image, before);
            half.FeedForward(image, after);
            changed += full.Classify(image) == half.Classify(image) ? 0 : 1;
            difference = before.Zip(after, (one, other) => float.Abs(one - other)).Append(difference).Max();
        }

        Write($"all bits: {full.Parameters.Packed.Length * sizeof(float)} bytes, accuracy {full.Evaluate(test).Accuracy:0.00%}");
        Write($"16 bits: {bytes} bytes, accuracy {half.Evaluate(test).Accuracy:0.00%}");
        Write($"{changed} of {test.Count} images got another class; the largest difference of outputs is {difference:0.00000}");
    }

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
