using System.ComponentModel;
using System.Diagnostics;
using System.Numerics;
using System.Text.Json;
using NetGen.Serialization;

namespace NetGen.Tests.Serialization;

public class SafeTensorsPythonTests
{
    private const string Script = """
        import json, struct, sys
        with open(sys.argv[1], "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(length).decode("utf-8"))
            data = file.read()
        print("aligned", (8 + length) % 8 == 0)
        print("metadata", json.dumps(header.pop("__metadata__")))
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            size, value = {"F32": (4, "f"), "F64": (8, "d")}[entry["dtype"]]
            values = struct.unpack("<%d%s" % ((end - begin) // size, value), data[begin:end])
            print(json.dumps(name), entry["dtype"], entry["shape"], [v.hex() for v in values])
        """;

    private const string NetworkScript = """
        import json, struct, sys
        with open(sys.argv[1], "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(length).decode("utf-8"))
            data = file.read()
        names = json.loads(header.pop("__metadata__")["netgen.classNames"])
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            size, value = {"F32": (4, "f"), "F64": (8, "d")}[entry["dtype"]]
            values = struct.unpack("<%d%s" % ((end - begin) // size, value), data[begin:end])
            print(json.dumps([name, entry["dtype"], entry["shape"], values]))
        print(json.dumps(names))
        """;

    [Fact]
    public async Task Python_reads_what_is_written()
    {
        string path = Path.GetTempFileName();
        try
        {
            await using (FileStream stream = File.Create(path))
            {
                SafeTensorsFile.Write(
                    stream,
                    [
                        new("layers.0.weight", TensorElementType.F32, [2, 2], writer => writer.Write<float>([1f, -2.5f, 0f, 0.75f])),
                        new("läyers", TensorElementType.F64, [1], writer => writer.Write<double>([0.1])),
                        new("none", TensorElementType.F64, [0, 3], _ => { }),
                    ],
                    new Dictionary<string, string> { ["quote"] = "\"", ["format"] = "pt" });
            }

            (int exitCode, string output, string error) = await Python("-c", Script, path);
            Assert.Equal((0, ""), (exitCode, error));
            Assert.Equal(
                """
                aligned True
                metadata {"format": "pt", "quote": "\""}
                "layers.0.weight" F32 [2, 2] ['0x1.0000000000000p+0', '-0x1.4000000000000p+1', '0x0.0p+0', '0x1.8000000000000p-1']
                "l\u00e4yers" F64 [1] ['0x1.999999999999ap-4']
                "none" F64 [0, 3] []

                """.ReplaceLineEndings("\n"),
                output.ReplaceLineEndings("\n"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Python_reads_the_parameters_and_class_names_of_networks()
    {
        TinyNet single = TinyNet.Create(1);
        single.ClassNames = ["nö", "\"yes\""];
        await AssertRead(single, "F32");
        NarrowDoubleNet precise = NarrowDoubleNet.Create(2);
        precise.ClassNames = ["0", "1"];
        await AssertRead(precise, "F64");
    }

    private static async Task AssertRead<T>(ITrainableNetwork<T> network, string type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        network.Parameters.CopyFrom(network.Topology.ParameterBlocks[^1].Name, [T.NegativeZero]);
        string path = Path.GetTempFileName();
        try
        {
            network.Save(path);
            (int exitCode, string output, string error) = await Python("-c", NetworkScript, path);
            Assert.Equal((0, ""), (exitCode, error));
            string[] lines = output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
            Assert.Equal(network.Topology.ParameterBlocks.Count + 1, lines.Length);
            foreach ((ParameterBlock block, string line) in network.Topology.ParameterBlocks.Zip(lines))
            {
                using JsonDocument tensor = JsonDocument.Parse(line);
                var expected = new T[block.Count];
                network.Parameters.CopyTo(block.Name, expected);
                T[] actual = [.. tensor.RootElement[3].EnumerateArray().Select(value => T.CreateChecked(value.GetDouble()))];
                Assert.Equal(block.Name, tensor.RootElement[0].GetString());
                Assert.Equal(type, tensor.RootElement[1].GetString());
                Assert.Equal(block.Shape, tensor.RootElement[2].EnumerateArray().Select(length => length.GetInt32()));
                EqualityAssert.SameBits<T>(expected, actual, block.Name);
            }

            Assert.Equal(network.ClassNames, JsonSerializer.Deserialize<string[]>(lines[^1]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<(int ExitCode, string Output, string Error)> Python(params string[] arguments)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using Process? process = Start(arguments);
        if (process is null)
        {
            Assert.Skip("There is no python3 on the path.");
        }

        Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, output, await error);
    }

    private static Process? Start(string[] arguments)
    {
        try
        {
            return Process.Start(
                new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
