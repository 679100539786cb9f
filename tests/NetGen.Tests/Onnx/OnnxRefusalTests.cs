using NetGen.Models.Onnx;
using static NetGen.Tests.Onnx.OnnxBuilder;

namespace NetGen.Tests.Onnx;

/// <summary>
/// Models that make no network: the message names the node, its operator and its place, what was expected and what found.
/// </summary>
public sealed class OnnxRefusalTests
{
    [Fact]
    public void Operators_that_are_not_supported() => AssertRefused(
        Start().Node("Relu", ["z"], ["a"]).Node("Conv", ["a", "w"], ["y"]).Output("y"),
        "m, node 2 'Conv of y' (Conv): the operator is not supported here. Supported are Gemm, MatMul, Add, ");

    [Fact]
    public void Operators_that_are_not_computed_on_constants() => AssertRefused(
        Start().Node("Conv", ["w"], ["v"]).Node("MatMul", ["z", "v"], ["y"]).Output("y"),
        "m, node 1 'Conv of v' (Conv): cannot compute this operator on constants. Supported are Gemm, MatMul, ");

    [Fact]
    public void Operators_that_the_model_defines() => AssertRefused(
        Start().Function("pkg", "Linear").Node("pkg", "Linear", ["z"], ["y"]).Output("y"),
        "m, node 1 'Linear of y' (Linear of 'pkg'): the operator is a function that the model defines. Put its nodes into the graph first, "
        + "as onnx.inliner.inline_local_functions(model) does in Python.");

    [Fact]
    public void Names_that_nothing_has() => AssertRefused(
        Start().Node("Add", ["z", "nothing"], ["y"]).Output("y"),
        "m, node 1 'Add of y' (Add): its input 'nothing' is neither a tensor in the file nor the output of an earlier node.");

    /// <summary>Of [batch, sequence, 64] each place of the sequence would have its own outputs.</summary>
    [Theory]
    [InlineData(-1, 2)]
    [InlineData(-1, -1)]
    [InlineData(2, -1)]
    public void Dimensions_of_no_known_length_beside_that_of_the_units(int middle, int last) => AssertRefused(
        new OnnxBuilder()
            .Input("x", [-1, middle, last])
            .Initializer(Tensor("w", [2, 2], 1f, 2, 3, 4))
            .Node("MatMul", ["x", "w"], ["y"])
            .Output("y"),
        ". Give the dimension a length, and flatten the samples before the layer.");

    [Fact]
    public void Nodes_of_very_many_inputs() => AssertRefused(
        Start().Node("Sum", [.. Enumerable.Repeat("z", 65)], ["y"]).Output("y"),
        "m, node 1 'Sum of y' (Sum): expected at most 64 inputs; found 65.");

    /// <summary>Each node may be part of many activations, which are looked for.</summary>
    [Fact]
    public void Long_chains_of_elementwise_nodes()
    {
        OnnxBuilder builder = Start();
        for (int i = 0; i < 20_000; i++)
        {
            builder.Node("Neg", [i == 0 ? "z" : $"z{i}"], [$"z{i + 1}"]);
        }

        AssertRefused(builder.Output("z20000"), "the graph asks for far more computing than the numbers of its file should need.");
    }

    [Theory]
    [InlineData("PROBIT", "coefficients for each", 3)]
    [InlineData("PROBIT", "expected the post_transform NONE, LOGISTIC or SOFTMAX; found 'PROBIT' for 2 outputs", 4)]
    public void Linear_classifiers_that_NetGen_has_not(string transform, string message, int coefficients) => AssertRefused(
        new OnnxBuilder()
            .Input("x", [-1, 2])
            .Node("ai.onnx.ml", "LinearClassifier", ["x"], ["label", "y"],
                Attribute("coefficients", new float[coefficients]), Attribute("intercepts", 1f, 2), Attribute("post_transform", transform))
            .Output("y"),
        message);

    /// <summary>Each class has a probability of its own, so that the sum is not 1.</summary>
    [Fact]
    public void Probabilities_that_are_divided_by_their_sum() => AssertRefused(
        Start().Node("Sigmoid", ["z"], ["p"]).Node("ai.onnx.ml", "Normalizer", ["p"], ["y"], Attribute("norm", "L1")).Output("y"),
        "m, node 2 'Normalizer of y' (Normalizer of 'ai.onnx.ml'): the operator is not supported here.");

    /// <summary>As skl2onnx writes a regression of one class against the others: the label is made of scores that are none.</summary>
    [Fact]
    public void Probabilities_that_are_divided_by_their_sum_beside_a_label() => AssertRefused(
        new OnnxBuilder()
            .Input("x", [-1, 2])
            .Node("ai.onnx.ml", "LinearClassifier", ["x"], ["label", "z"],
                Attribute("coefficients", 1f, 2, 3, 4, 5, 6), Attribute("intercepts", new float[] { 1, 2, 3 }),
                Attribute("classlabels_ints", 0L, 1, 2), Attribute("post_transform", "LOGISTIC"))
            .Node("ai.onnx.ml", "Normalizer", ["z"], ["probabilities"], Attribute("norm", "L1"))
            .Output("label")
            .Output("probabilities"),
        "(Normalizer of 'ai.onnx.ml'): the operator is not supported here.");

    /// <summary>As skl2onnx writes a regression of two classes for inputs of double: both are computed from the same sums.</summary>
    [Fact]
    public void Probabilities_that_are_computed_beside_a_label() => AssertRefused(
        Start()
            .Node("ArgMax", ["z"], ["label"], Attribute("axis", 1L))
            .Node("Sigmoid", ["z"], ["p"])
            .Node("ReduceSum", ["p"], ["s"], Attribute("axes", 1L))
            .Node("Div", ["p", "s"], ["probabilities"])
            .Output("label")
            .Output("probabilities"),
        "(ReduceSum): the operator is not supported here.");

    /// <summary>Of an output that is computed from another one, the other is not the network.</summary>
    [Fact]
    public void An_output_that_cannot_be_read_beside_one_that_it_is_computed_from() => AssertRefused(
        Start().Node("Conv", ["z", "w"], ["y"]).Output("z").Output("y"),
        "m, node 1 'Conv of y' (Conv): the operator is not supported here.");

    [Fact]
    public void Outputs_without_coefficients_take_no_memory() => AssertRefused(
        new OnnxBuilder()
            .Input("x", [-1, 2])
            .Node("ai.onnx.ml", "LinearRegressor", ["x"], ["y"], Attribute("coefficients", 1f, 2), Attribute("targets", 2147483647L))
            .Output("y"),
        "expected coefficients for each of 2147483647 outputs, and as many intercepts or none; found 2 and 0");

    /// <summary>Scores of two classes, of which one is minus the other.</summary>
    [Fact]
    public void Scores_that_are_divided_by_their_sum() => AssertRefused(
        new OnnxBuilder()
            .Input("x", [-1, 2])
            .Node("ai.onnx.ml", "LinearClassifier", ["x"], ["label", "z"],
                Attribute("coefficients", 1f, 2), Attribute("intercepts", new float[] { 1 }), Attribute("classlabels_ints", 0L, 1))
            .Node("ai.onnx.ml", "Normalizer", ["z"], ["y"], Attribute("norm", "L1"))
            .Output("y"),
        "m, node 1 'Normalizer of y' (Normalizer of 'ai.onnx.ml'): the operator is not supported here.");

    [Fact]
    public void Activations_that_NetGen_has_not() => AssertRefused(
        Start().Node("Exp", ["z"], ["y"]).Output("y"),
        "m, node 1 'Exp of y' (Exp): it does not form an activation that NetGen supports, computed from the outputs of the layer before. "
        + "The activations are Identity, Sigmoid, ");

    [Fact]
    public void Arguments_of_activations_that_NetGen_has_not() => AssertRefused(
        Start().Node("HardSigmoid", ["z"], ["y"]).Output("y"),
        "HardSigmoid is read with alpha 1/6 and beta 0.5, as PyTorch has it.");

    /// <summary>Near 0 it is ReLU.</summary>
    [Theory]
    [InlineData(6)]
    [InlineData(25)]
    [InlineData(5000)]
    public void Bounded_activations(float most) => AssertRefused(
        Start().Initializer(Tensor("least", [], 0f)).Initializer(Tensor("most", [], most))
            .Node("Clip", ["z", "least", "most"], ["y"]).Output("y"),
        "m, node 1 'Clip of y' (Clip): it does not form an activation that NetGen supports");

    [Fact]
    public void Choices_among_samples() => AssertRefused(
        Start().Node("ArgMax", ["z"], ["y"]).Output("y"),
        "m, node 1 'ArgMax of y' (ArgMax): expected the axis of all units of a sample; found axis 0 of [batch, 2].");

    [Fact]
    public void Constants_for_dimensions_that_are_not_known() => AssertRefused(
        new OnnxBuilder().Input("x", [-1, -1, 3]).Initializer(Tensor("c", [3], 1f, 2, 3)).Node("Sub", ["x", "c"], ["y"]).Output("y"),
        "m, node 0 'Sub of y' (Sub): expected a constant that fits a value of the shape [batch, ?, 3]; found the shape [3].");

    [Fact]
    public void Batch_normalization_of_single_numbers() => AssertRefused(
        new OnnxBuilder()
            .Input("x", [-1, 1])
            .Initializer(Tensor("axes", [1], 1L))
            .Initializer(Tensor("c", [1], 1f))
            .Node("Squeeze", ["x", "axes"], ["s"])
            .Node("BatchNormalization", ["s", "c", "c", "c", "c"], ["y"])
            .Output("y"),
        "(BatchNormalization): expected scale, bias, mean and variance of one shape that fits [batch]; found [1], [1], [1], [1].");

    [Fact]
    public void Weights_that_do_not_fit() => AssertRefused(
        Start().Initializer(Tensor("v", [3, 2], 1f, 2, 3, 4, 5, 6)).Node("MatMul", ["z", "v"], ["y"]).Output("y"),
        "m, node 1 'MatMul of y' (MatMul): expected 3 units for the weights 'v' [3, 2]; found a value of the shape [batch, 2].");

    [Fact]
    public void Biases_that_do_not_fit() => AssertRefused(
        Start().Initializer(Tensor("c", [3], 1f, 2, 3)).Node("Gemm", ["z", "w", "c"], ["y"]).Output("y"),
        "m, node 1 'Gemm of y' (Gemm): expected biases [2] for a value of the shape [batch, 2]; found 'c' [3].");

    [Fact]
    public void Branches() => AssertRefused(
        Start().Node("Relu", ["z"], ["a"]).Node("MatMul", ["a", "w"], ["b"]).Node("Add", ["b", "a"], ["y"]).Output("y"),
        "m, node 3 'Add of y' (Add): it joins values of different layers");

    [Fact]
    public void Softmax_over_samples() => AssertRefused(
        Start().Node("Softmax", ["z"], ["y"], Attribute("axis", 0)).Output("y"),
        "m, node 1 'Softmax of y' (Softmax): expected the axis of all units of a sample; found axis 0 of [batch, 2].");

    [Fact]
    public void Softmax_between_layers() => AssertRefused(
        Start().Node("Softmax", ["z"], ["a"]).Node("MatMul", ["a", "w"], ["y"]).Output("y"),
        "m, node 2 'MatMul of y' (MatMul): nothing but the choice of a class may follow Softmax or LogSoftmax.");

    [Fact]
    public void Outputs_of_which_none_is_the_last() => AssertRefused(
        Start().Node("Relu", ["z"], ["a"]).Node("Tanh", ["z"], ["b"]).Output("a").Output("b"),
        "m: expected one output, or outputs of which one is computed from the others; found 'a' and 'b'.");

    [Fact]
    public void Old_operators_that_meant_something_else() => AssertRefused(
        new OnnxBuilder(6)
            .Input("x", [-1, 2])
            .Initializer(Tensor("b", [2], 1f, 2))
            .Node("Add", ["x", "b"], ["y"], Attribute("broadcast", 1), Attribute("axis", 1))
            .Output("y"),
        "m, node 0 'Add of y' (Add): the operator means something else in version 6 than since version 7. Convert the model");

    [Fact]
    public void Values_in_another_file() => AssertRefused(
        new OnnxBuilder()
            .Input("x", [-1, 2])
            .Initializer(new WireWriter().Integer(1, 2).Integer(1, 2).Integer(2, 1).Text(8, "w").Integer(14, 1))
            .Node("MatMul", ["x", "w"], ["y"])
            .Output("y"),
        "m, tensor 'w': its values lie in another file. Save the model with its data inside, as onnx.save_model(onnx.load('model.onnx'), "
        + "'whole.onnx') does in Python, or export it with external_data=False.");

    /// <summary>A SavedModel begins as an ONNX model does, with a version.</summary>
    [Fact]
    public void Models_of_TensorFlow() => Assert.EndsWith(
        "found no graph in it. The file is damaged or cut short, or a SavedModel of TensorFlow, which tf2onnx converts.",
        Assert.Throws<InvalidDataException>(
            () => NetworkModel.Read(new MemoryStream([8, 1, 0x12, 2, 0x0A, 0]))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Tensors_with_more_or_less_than_their_shape_says() => AssertRefused(
        new OnnxBuilder()
            .Input("x", [-1, 2])
            .Initializer(Tensor("w", [2, 2], 1f, 2, 3))
            .Node("MatMul", ["x", "w"], ["y"])
            .Output("y"),
        "m, tensor 'w': expected 4 values for the shape [2, 2]; found 3.");

    [Fact]
    public void Tensors_that_claim_a_huge_shape() => AssertRefused(
        new OnnxBuilder()
            .Input("x", [-1, 2])
            .Initializer(Tensor("w", [int.MaxValue, int.MaxValue], 1f))
            .Node("MatMul", ["x", "w"], ["y"])
            .Output("y"),
        "m, tensor 'w': found the shape [2147483647, 2147483647], which is larger than an array can be.");

    [Fact]
    public void Two_inputs() => AssertRefused(
        Start().Input("x2", [-1, 2]).Node("Add", ["z", "x2"], ["y"]).Output("y"),
        "m: expected one input that the output 'y' is computed from; found 'x', 'x2'.");

    [Fact]
    public void Constants_that_grow_without_end()
    {
        var builder = new OnnxBuilder();
        builder.Input("x", [-1, 2]).Initializer(Tensor("c0", [1024], new float[1024]));
        for (int i = 0; i < 20; i++)
        {
            builder.Initializer(Tensor($"s{i}", [2], -1L, 1L))
                .Node("Reshape", [$"c{i}", $"s{i}"], [$"r{i}"])
                .Node("Add", [$"r{i}", "c0"], [$"t{i}"])
                .Initializer(Tensor($"f{i}", [1], -1L))
                .Node("Reshape", [$"t{i}", $"f{i}"], [$"c{i + 1}"]);
        }

        AssertRefused(
            builder.Node("Add", ["x", "c20"], ["y"]).Output("y"),
            "the graph asks for far more computing than the numbers of its file should need.");
    }

    /// <summary>Files of some kilobytes at most, which would take gigabytes if what they claim were made before it is checked.</summary>
    [Theory]
    [InlineData("Relu", 1L << 30, 1)]
    [InlineData("Softmax", 1L << 30, 1)]
    [InlineData("Mul", 1L << 30, 1)]
    [InlineData("Mul", 4096, 4096)]
    [InlineData("BatchNormalization", 1L << 30, 1)]
    [InlineData("Outer", 2, 20_000)]
    [InlineData("ConstantOfShape", 2, 1)]
    [InlineData("Expand", 2, 1)]
    public void Small_files_that_ask_for_much_are_refused_without_taking_it(string kind, long units, int constants)
    {
        OnnxBuilder builder = new OnnxBuilder()
            .Input("x", kind == "BatchNormalization" ? [-1, 1, units] : [-1, units])
            .Initializer(Tensor("c", [constants], Enumerable.Repeat(2f, constants).ToArray()))
            .Initializer(Tensor("column", [constants, 1], new float[constants]))
            .Initializer(Tensor("shape", [2], 1L << 15, 1L << 15));
        _ = kind switch
        {
            "Mul" => builder.Node("Mul", ["x", "c"], ["y"]),
            "BatchNormalization" => builder.Node("BatchNormalization", ["x", "c", "c", "c", "c"], ["y"]),
            "Outer" => builder.Node("Add", ["c", "column"], ["w"]).Node("Add", ["x", "w"], ["y"]),
            "ConstantOfShape" => builder.Node("ConstantOfShape", ["shape"], ["w"]).Node("MatMul", ["x", "w"], ["y"]),
            "Expand" => builder.Node("Expand", ["c", "shape"], ["w"]).Node("MatMul", ["x", "w"], ["y"]),
            _ => builder.Node(kind, ["x"], ["y"]),
        };
        byte[] file = builder.Output("y").Build();
        Assert.InRange(file.Length, 1, 200_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => NetworkModel.Read(new MemoryStream(file)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public void What_is_no_model() => Assert.Equal(
        $"The stream: not a model format that NetGen can read. It reads {NetGen.Models.ModelFormats.Known}.",
        Assert.Throws<InvalidDataException>(() => NetworkModel.Read(new MemoryStream("no model"u8.ToArray()))).Message);

    private static OnnxBuilder Start() => new OnnxBuilder()
        .Input("x", [-1, 2])
        .Initializer(Tensor("w", [2, 2], 1f, 2, 3, 4))
        .Node("MatMul", ["x", "w"], ["z"]);

    private static void AssertRefused(OnnxBuilder builder, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(() => OnnxModel.Read(builder.Build(), "m"));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
