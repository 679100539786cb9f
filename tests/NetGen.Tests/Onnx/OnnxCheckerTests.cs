using NetGen.Tests.Support;

namespace NetGen.Tests.Onnx;

/// <summary>The checker of the Python package onnx accepts saved models, and infers the shapes that they say.</summary>
public sealed class OnnxCheckerTests
{
    private const string Script = """
        import os, sys, onnx
        from onnx import numpy_helper, shape_inference
        for name in sorted(os.listdir(sys.argv[1])):
            model = onnx.load(os.path.join(sys.argv[1], name))
            onnx.checker.check_model(model, full_check=True)
            graph = shape_inference.infer_shapes(model, strict_mode=True, data_prop=True).graph
            shapes = [[d.dim_param or d.dim_value for d in v.type.tensor_type.shape.dim] for v in (graph.input[0], graph.output[0])]
            tensors = sum(numpy_helper.to_array(t).size for t in graph.initializer if not t.name.startswith("/"))
            print(name, model.ir_version, model.opset_import[0].version, shapes, tensors)
        """;

    [Fact]
    public async Task Saved_models_pass()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var expected = new List<string>();
            foreach (NetworkTopology topology in OnnxNetworks.All(NumericType.Single).Concat(OnnxNetworks.All(NumericType.Double)))
            {
                string name = $"{expected.Count:000}.onnx";
                string path = Path.Combine(folder, name);
                if (topology.NumericType == NumericType.Single)
                {
                    OnnxNetworks.Random<float>(topology, 1).SaveOnnx(path);
                }
                else
                {
                    OnnxNetworks.Random<double>(topology, 1).SaveOnnx(path);
                }

                long count = topology.ParameterBlocks.Sum(block => block.Count);
                expected.Add($"{name} 7 13 [['batch', {topology.InputSize}], ['batch', {topology.OutputSize}]] {count}");
            }

            string found = await Python.RunAsync("onnx", Script, "", folder);
            Assert.Equal(expected, found.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
