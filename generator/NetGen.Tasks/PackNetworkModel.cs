using System.Globalization;
using System.Numerics;
using System.Text;
using Microsoft.Build.Framework;
using NetGen.CompilerServices;
using NetGen.Models;

namespace NetGen.Tasks;

/// <summary>
/// Reads the files of models and writes for each a description for the generator and, for the assembly, its parameters as the kernels read
/// them.
/// </summary>
/// <remarks>
/// Items have the metadata <c>Name</c> (the path that declarations name), <c>Description</c>, <c>Parameters</c> (paths to write to) and
/// <c>Resource</c> (a name); from the user, <c>Storage</c> (<c>Full</c> or <c>Half</c>), <c>NumericType</c> (<c>Single</c> or
/// <c>Double</c>, to convert to) and <c>Sizes</c> (such as <c>784-30-10</c>, where tensors alone allow more than one order).
/// </remarks>
public sealed class PackNetworkModel : Microsoft.Build.Utilities.Task
{
    private const string ErrorCode = "NETGEN1004";
    private const string HalfStorage = "Half";
    private const string FullStorage = "Full";

    // Older than any model, so that the next build tries again.
    private static readonly DateTime Outdated = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The files of models.</summary>
    [Required]
    public ITaskItem[] Models { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        foreach (ITaskItem item in Models)
        {
            Pack(item);
        }

        return !Log.HasLoggedErrors;
    }

    private void Pack(ITaskItem item)
    {
        string path = item.GetMetadata("FullPath");
        string name = item.GetMetadata("Name");
        string description = item.GetMetadata("Description");
        string parameters = item.GetMetadata("Parameters");
        try
        {
            bool asHalf = IsHalf(item.GetMetadata("Storage"));
            NetworkModel model = OfType(Read(path, SizesOf(item.GetMetadata("Sizes"))), item.GetMetadata("NumericType"));
            foreach (string note in model.Notes)
            {
                Log.LogMessage(MessageImportance.High, "{0}: {1}", path, note);
            }

            WriteParameters(model, asHalf, parameters);
            WriteAtomically(description, stream => stream.Write(Encoding.UTF8.GetBytes(ModelDescription.Write(
                name,
                model.Structure,
                model.HasActivations,
                model.HasCost,
                model.ClassNames,
                model.FeatureNames,
                item.GetMetadata("Resource")))));
        }
        catch (Exception exception)
        {
            // Whatever it is, the build goes on to say where the model is used.
            Fail(path, name, MessageOf(exception, path), description, parameters);
        }
    }

    // The compiler is to find both files, so that the one error about the model stays the only one.
    private void Fail(string path, string name, string message, string description, string parameters)
    {
        Log.LogError(null, ErrorCode, ErrorCode, path, 0, 0, 0, 0, "{0}", message);
        try
        {
            WriteAtomically(parameters, _ => { });
            WriteAtomically(description, stream => stream.Write(Encoding.UTF8.GetBytes(ModelDescription.WriteError(name, message))));
            File.SetLastWriteTimeUtc(description, Outdated);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.LogMessage(MessageImportance.High, "{0}", exception.Message);
        }
    }

    // Build messages show the path before the text.
    private static string MessageOf(Exception exception, string path)
    {
        string message = exception switch
        {
            FileNotFoundException or DirectoryNotFoundException =>
                "The file does not exist. Correct the path of the NetworkModel item, or remove it.",
            OutOfMemoryException => "The file is too large for the memory of this machine.",
            InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException => exception.Message,
            _ => $"The file cannot be read. {exception.GetType().Name}: {exception.Message}",
        };
        return !message.StartsWith(path, StringComparison.Ordinal) ? message : message[path.Length..].TrimStart(':', ',', ' ');
    }

    private static NetworkModel Read(string path, int[]? sizes)
    {
        using FileStream stream = File.OpenRead(path);
        return ModelFormats.Read(stream, path, sizes is null ? null : new ExpectedLayers(sizes, null));
    }

    private static int[]? SizesOf(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        int[] sizes =
        [
            .. text.Split('-').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : 0),
        ];
        return sizes.Length > 1 && !sizes.Contains(0)
            ? sizes
            : throw new ArgumentException($"Sizes is '{text}'; it must be the inputs and the units of each layer, as '784-30-10'.");
    }

    // What a text does not say is float, as networks are unless they are declared otherwise.
    private static NetworkModel OfType(NetworkModel model, string numericType) => numericType.Length == 0
        ? (model.HasNumericType ? model : model.WithNumericType(NumericType.Single))
        : Enum.TryParse(numericType, ignoreCase: true, out NumericType type) && Enum.IsDefined(type)
            ? model.WithNumericType(type)
            : throw new ArgumentException($"NumericType is '{numericType}'; it must be Single or Double.");

    private static bool IsHalf(string storage) => storage.Length == 0 || storage.Equals(FullStorage, StringComparison.OrdinalIgnoreCase)
        ? false
        : storage.Equals(HalfStorage, StringComparison.OrdinalIgnoreCase)
            ? true
            : throw new ArgumentException($"Storage is '{storage}'; it must be {FullStorage} or {HalfStorage}.");

    private static void WriteParameters(NetworkModel model, bool asHalf, string path)
    {
        if (model.NumericType == NumericType.Single)
        {
            WriteParameters<float>(model, asHalf, path);
        }
        else
        {
            WriteParameters<double>(model, asHalf, path);
        }
    }

    private static void WriteParameters<T>(NetworkModel model, bool asHalf, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var packed = new ParameterBuffer<T>(model.Structure);
        model.CopyTo(packed);
        WriteAtomically(path, stream => PretrainedParameters.Write(packed, asHalf, stream));
    }

    private static void WriteAtomically(string path, Action<Stream> write)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // An editor may build at the same time.
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = File.Create(temporary))
            {
                write(stream);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
