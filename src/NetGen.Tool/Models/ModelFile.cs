using NetGen.Tool.Keras;

namespace NetGen.Tool.Models;

/// <summary>Reads models of all formats that the tool knows: those of the library, and files of Keras.</summary>
internal static class ModelFile
{
    /// <summary>What is known, as help lists it.</summary>
    public const string Known = "ONNX, safetensors, .npz, Keras (.keras, .h5), or the JSON of network2.py.";

    /// <summary>Reads a model.</summary>
    /// <exception cref="ToolException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or no network that can be compiled.</exception>
    public static NetworkModel Read(string path) => Read(path, out _);

    /// <summary>Reads a model, and says whether the build reads its file too.</summary>
    public static NetworkModel Read(string path, out bool isReadByTheBuild)
    {
        NetworkModel? keras = KerasFile.TryRead(FileChecks.Existing(path));
        isReadByTheBuild = keras is null;
        return keras ?? NetworkModel.Read(path);
    }
}
