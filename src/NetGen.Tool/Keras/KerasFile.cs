using System.IO.Compression;
using NetGen.Models;
using NetGen.Models.Onnx;

namespace NetGen.Tool.Keras;

/// <summary>
/// Reads networks of dense layers from files of Keras: <c>.keras</c>, <c>.h5</c> of whole models, and <c>.h5</c> of weights alone.
/// </summary>
internal static class KerasFile
{
    private const string ConfigEntry = "config.json";
    private const string WeightsEntry = "model.weights.h5";
    private const string MetadataEntry = "metadata.json";
    private const long MostConfigBytes = 100_000_000;

    // Of damaged files; a good one takes a small part of this.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static ReadOnlySpan<byte> Hdf5Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>Reads a network; null if the file is not of Keras.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged, or no chain of dense layers.</exception>
    public static NetworkModel? TryRead(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> start = stackalloc byte[8];
        int count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (start[..count].SequenceEqual(Hdf5Signature))
        {
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return Guarded(path, () => ReadHdf5(content, path));
        }

        return NpzModel.IsZip(start[..count]) ? TryReadArchive(stream, path) : null;
    }

    private static NetworkModel? TryReadArchive(FileStream stream, string path)
    {
        ZipArchive archive;
        try
        {
            archive = new ZipArchive(stream, ZipArchiveMode.Read);
        }
        catch (InvalidDataException)
        {
            return null;
        }

        using (archive)
        {
            if (archive.GetEntry(WeightsEntry) is not ZipArchiveEntry weights
                || archive.GetEntry(ConfigEntry) is not ZipArchiveEntry config)
            {
                return null;
            }

            byte[] configText = Unpacked(config, MostConfigBytes, path);
            byte[]? metadata = archive.GetEntry(MetadataEntry) is ZipArchiveEntry entry ? Unpacked(entry, MostConfigBytes, path) : null;
            byte[] content = Unpacked(weights, Array.MaxLength, path);
            return Guarded(path, () =>
            {
                var model = KerasConfig.Parse(configText, metadata is null ? null : KerasConfig.VersionIn(metadata), path);
                return Make(model, new KerasVariables(Hdf5File.Open(content, path), model), path, content.Length);
            });
        }
    }

    // What an entry says of its length bounds what is read of it; a compressed one cannot be longer than this factor.
    private static byte[] Unpacked(ZipArchiveEntry entry, long most, string path)
    {
        const long MostExpansion = 1100;
        if (entry.Length > most || entry.Length > (entry.CompressedLength + 1) * MostExpansion)
        {
            throw new InvalidDataException($"{path}, entry '{entry.Name}': {entry.Length} bytes are more than it can hold.");
        }

        try
        {
            var bytes = new byte[entry.Length];
            using Stream stream = entry.Open();
            stream.ReadExactly(bytes);
            return Crc32.Of(bytes) == entry.Crc32
                ? bytes
                : throw new InvalidDataException($"{path}, entry '{entry.Name}': its checksum is wrong; the file is damaged.");
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException($"{path}, entry '{entry.Name}': it is shorter than it says; the file is damaged.", exception);
        }
    }

    private static NetworkModel ReadHdf5(byte[] content, string path)
    {
        var file = Hdf5File.Open(content, path);
        if (file.Text("", "model_config") is string config)
        {
            var model = KerasConfig.Parse(System.Text.Encoding.UTF8.GetBytes(config), file.Text("", "keras_version"), path);
            return Make(model, new KerasNamedWeights(file, "model_weights", path), path, content.Length);
        }

        return KerasWeightsAlone.Read(file, path);
    }

    private static NetworkModel Make(KerasConfig model, IKerasWeights weights, string path, long length)
    {
        var context = new OnnxContext(path, length);
        var importer = new KerasImporter(model, weights, context);
        var layers = OnnxLayers.Of(importer.Import(), importer.Inputs, importer.InputType, context);
        return new NetworkModel(path, OnnxModel.TopologyOf(layers, path), layers.Values) { Notes = context.Notes }.WithNoteOnNumbers();
    }

    // The reader of HDF5 trusts what it reads: on its own thread, so that a damaged file ends with an error, whatever it leads to.
    private static NetworkModel Guarded(string path, Func<NetworkModel> read)
    {
        NetworkModel? model = null;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    model = read();
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            },
            maxStackSize: 64 << 20)
        {
            IsBackground = true,
        };
        thread.Start();
        if (!thread.Join(Longest))
        {
            throw new InvalidDataException($"{path}: the HDF5 file cannot be read in {Longest.TotalSeconds} s; it is damaged.");
        }

        return model ?? throw (failure is InvalidDataException or ToolException
            ? failure
            : new InvalidDataException(
                $"{path}: the HDF5 file is damaged, or of a kind that is not read. {failure!.Message.ReplaceLineEndings(" ")}", failure));
    }
}
