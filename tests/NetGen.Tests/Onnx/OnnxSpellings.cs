using NetGen.Models.Onnx;
using static NetGen.Tests.Onnx.OnnxBuilder;

namespace NetGen.Tests.Onnx;

/// <summary>Models spelled as converters spell them.</summary>
internal static class OnnxSpellings
{
    private static readonly float[] First = [0.5f, -1, 0.25f, 2, -0.75f, 1.5f];
    private static readonly float[] Second = [1, -2, 0.5f, 0.125f];

    /// <summary>All of them.</summary>
    public static IEnumerable<OnnxBuilder> All() =>
    [
        Keras(), KerasBatchNormalization(), KerasNormalization(), SklearnClassifier(), SklearnBinaryClassifier(), SklearnStringClassifier(),
        SklearnRegressor(), LogisticRegression(3), LogisticRegression(2), LinearRegression(), Vector(), HalfPrecision(), ConstantNodes(),
        DividedByShape(), TorchDynamo(18), TorchDynamo(26), NewActivations(20),
    ];

    /// <summary>As tf2onnx writes Flatten, Dense with ReLU, and Dense with softmax: weights <c>[in, out]</c>, and biases added.</summary>
    public static OnnxBuilder Keras() => new OnnxBuilder(15)
        .Input("flatten_input", [-1, 1, 3])
        .Initializer(Tensor("const_fold_opt__8", [2], -1L, 3L))
        .Initializer(Tensor("sequential/dense/MatMul/ReadVariableOp:0", [3, 2], First))
        .Initializer(Tensor("sequential/dense/BiasAdd/ReadVariableOp:0", [2], 0.5f, -0.25f))
        .Initializer(Tensor("sequential/dense_1/MatMul/ReadVariableOp:0", [2, 2], Second))
        .Initializer(Tensor("sequential/dense_1/BiasAdd/ReadVariableOp:0", [2], 1f, 2f))
        .Node("Reshape", ["flatten_input", "const_fold_opt__8"], ["sequential/flatten/Reshape:0"])
        .Node("MatMul", ["sequential/flatten/Reshape:0", "sequential/dense/MatMul/ReadVariableOp:0"], ["sequential/dense/MatMul:0"])
        .Node("Add", ["sequential/dense/MatMul:0", "sequential/dense/BiasAdd/ReadVariableOp:0"], ["sequential/dense/BiasAdd:0"])
        .Node("Relu", ["sequential/dense/BiasAdd:0"], ["sequential/dense/Relu:0"])
        .Node("MatMul", ["sequential/dense/Relu:0", "sequential/dense_1/MatMul/ReadVariableOp:0"], ["sequential/dense_1/MatMul:0"])
        .Node("Add", ["sequential/dense_1/BiasAdd/ReadVariableOp:0", "sequential/dense_1/MatMul:0"], ["sequential/dense_1/BiasAdd:0"])
        .Node("Softmax", ["sequential/dense_1/BiasAdd:0"], ["dense_1"])
        .Output("dense_1");

    /// <summary>As tf2onnx writes a layer without bias, batch normalization and swish.</summary>
    public static OnnxBuilder KerasBatchNormalization() => new OnnxBuilder(12)
        .Input("x", [-1, 3])
        .Initializer(Tensor("w", [3, 2], First))
        .Initializer(Tensor("mul", [2], 1.25f, 0.5f))
        .Initializer(Tensor("sub", [2], 0.1f, -0.3f))
        .Initializer(Tensor("v", [2, 2], Second))
        .Node("MatMul", ["x", "w"], ["a"])
        .Node("Mul", ["a", "mul"], ["b"])
        .Node("Add", ["b", "sub"], ["c"])
        .Node("Sigmoid", ["c"], ["d"])
        .Node("Mul", ["d", "c"], ["e"])
        .Node("MatMul", ["e", "v"], ["f"])
        .Node("Tanh", ["f"], ["y"])
        .Output("y");

    /// <summary>As tf2onnx writes a normalization of features, and the exact GELU of Keras.</summary>
    public static OnnxBuilder KerasNormalization() => new OnnxBuilder(13)
        .Input("x", [-1, 3])
        .Initializer(Tensor("mean", [1, 3], 1f, 2, 3))
        .Initializer(Tensor("deviation", [1, 3], 0.5f, 0.25f, 4))
        .Initializer(Tensor("w", [3, 2], First))
        .Initializer(Tensor("b", [2], 0.5f, -0.25f))
        .Initializer(Tensor("half", [], 0.5f))
        .Initializer(Tensor("one", [], 1f))
        .Initializer(Tensor("root", [], 1.41421354f))
        .Node("Sub", ["x", "mean"], ["centered"])
        .Node("Div", ["centered", "deviation"], ["scaled"])
        .Node("MatMul", ["scaled", "w"], ["product"])
        .Node("Add", ["product", "b"], ["z"])
        .Node("Mul", ["half", "z"], ["halved"])
        .Node("Div", ["z", "root"], ["ratio"])
        .Node("Erf", ["ratio"], ["erf"])
        .Node("Add", ["one", "erf"], ["sum"])
        .Node("Mul", ["halved", "sum"], ["y"])
        .Output("y");

    /// <summary>As skl2onnx writes a pipeline of StandardScaler and MLPClassifier of three classes with numbers.</summary>
    public static OnnxBuilder SklearnClassifier() => SklearnLayers(3, "softmax")
        .Initializer(Tensor("classes", [3], 3, 5, 8))
        .Initializer(Tensor("shape_tensor", [1], -1L))
        .Node("ArgMax", ["probabilities"], ["argmax_output"], Attribute("axis", 1))
        .Node("ai.onnx.ml", "ArrayFeatureExtractor", ["classes", "argmax_output"], ["array_feature_extractor_result"])
        .Node("Cast", ["array_feature_extractor_result"], ["cast_result"], Attribute("to", 1))
        .Node("Reshape", ["cast_result", "shape_tensor"], ["reshaped_result"])
        .Node("Cast", ["reshaped_result"], ["output_label"], Attribute("to", 7))
        .Node("ai.onnx.ml", "ZipMap", ["probabilities"], ["output_probability"], Attribute("classlabels_int64s", 3L, 5L, 8L))
        .Output("output_label", OnnxType.Int64)
        .Output("output_probability", OnnxType.Undefined);

    /// <summary>As skl2onnx writes an MLPClassifier of two classes: one logistic output p, and the columns 1 − p and p.</summary>
    public static OnnxBuilder SklearnBinaryClassifier() => SklearnLayers(1, "logistic")
        .Initializer(Tensor("unity", [], 1f))
        .Initializer(Texts("classes", "ham", "spam"))
        .Initializer(Tensor("shape_tensor", [1], -1L))
        .Node("Sub", ["unity", "probabilities"], ["negative"])
        .Node("Concat", ["negative", "probabilities"], ["both"], Attribute("axis", 1))
        .Node("ArgMax", ["both"], ["argmax_output"], Attribute("axis", 1))
        .Node("ai.onnx.ml", "ArrayFeatureExtractor", ["classes", "argmax_output"], ["extracted"])
        .Node("Reshape", ["extracted", "shape_tensor"], ["output_label"])
        .Output("output_label", OnnxType.String)
        .Output("both");

    /// <summary>The same with the scores in a map, and texts as classes.</summary>
    public static OnnxBuilder SklearnStringClassifier() => SklearnLayers(3, "softmax")
        .Node("ai.onnx.ml", "ZipMap", ["probabilities"], ["output_probability"], Attribute("classlabels_strings", "a", "b", "c"))
        .Output("output_probability", OnnxType.Undefined);

    /// <summary>As skl2onnx writes an MLPRegressor of one output.</summary>
    public static OnnxBuilder SklearnRegressor() => SklearnLayers(1, "identity")
        .Initializer(Tensor("shape_tensor", [2], -1L, 1L))
        .Node("Reshape", ["probabilities", "shape_tensor"], ["variable1"])
        .Output("variable1");

    /// <summary>As skl2onnx writes a pipeline of StandardScaler and LogisticRegression.</summary>
    /// <param name="classes">2, for which it has a row of coefficients for each class, or 3.</param>
    public static OnnxBuilder LogisticRegression(int classes) => new OnnxBuilder(15)
        .Input("X", [-1, 3])
        .Node("ai.onnx.ml", "Scaler", ["X"], ["variable"], Attribute("offset", 1f, 2f, 3f), Attribute("scale", 2f, 0.5f, 0.1f))
        .Node(
            "ai.onnx.ml", "LinearClassifier", ["variable"], ["label", "probability_tensor"],
            Attribute("coefficients", classes == 2 ? [-0.5f, 1, -0.25f, 0.5f, -1, 0.25f] : [.. First, 0.75f, -0.5f, 1]),
            Attribute("intercepts", classes == 2 ? [-0.125f, 0.125f] : [0.5f, -0.25f, 0.125f]),
            Attribute("classlabels_ints", classes == 2 ? new long[] { 7, 9 } : [3, 5, 8]),
            Attribute("multi_class", classes == 2 ? 0 : 1),
            Attribute("post_transform", classes == 2 ? "LOGISTIC" : "SOFTMAX"))
        .Node("ai.onnx.ml", "Normalizer", ["probability_tensor"], ["probabilities"], Attribute("norm", "L1"))
        .Node("Cast", ["label"], ["output_label"], Attribute("to", 7))
        .Node("ai.onnx.ml", "ZipMap", ["probabilities"], ["output_probability"],
            Attribute("classlabels_int64s", classes == 2 ? new long[] { 7, 9 } : [3, 5, 8]))
        .Output("output_label", OnnxType.Int64)
        .Output("output_probability", OnnxType.Undefined);

    /// <summary>As skl2onnx writes a LinearRegression of two targets.</summary>
    public static OnnxBuilder LinearRegression() => new OnnxBuilder(15)
        .Input("X", [-1, 3])
        .Node("ai.onnx.ml", "LinearRegressor", ["X"], ["variable"],
            Attribute("coefficients", First), Attribute("intercepts", 0.5f, -0.25f), Attribute("targets", 2))
        .Output("variable");

    /// <summary>
    /// As the exporter of PyTorch 2 writes an image that is flattened to the number of samples that it has: the length of a dimension is a
    /// part of the shape, made a number and a list again.
    /// </summary>
    public static OnnxBuilder TorchDynamo(long opset) => new OnnxBuilder(opset)
        .Input("x", [-1, 1, 3, 1])
        .Initializer(Tensor("hidden.weight", [2, 3], First))
        .Initializer(Tensor("hidden.bias", [2], 0.5f, -0.25f))
        .Initializer(Tensor("out.weight", [2, 2], Second))
        .Initializer(Tensor("out.bias", [2], 1f, 2f))
        .Node("Shape", ["x"], ["val_0"], Attribute("end", 1), Attribute("start", 0))
        .Node("Squeeze", ["val_0"], ["sym_size_int_1"])
        .Node("Shape", ["x"], ["val_1"], Attribute("end", -1), Attribute("start", 2))
        .Node("Squeeze", ["val_1"], ["val_2"])
        .Node("Constant", [], ["val_3"], Attribute("value_ints", new long[] { -1 }))
        .Node("Reshape", ["sym_size_int_1", "val_3"], ["val_4"], Attribute("allowzero", 0))
        .Node("Reshape", ["val_2", "val_3"], ["val_5"], Attribute("allowzero", 0))
        .Node("Concat", ["val_4", "val_5"], ["val_6"], Attribute("axis", 0))
        .Node("Reshape", ["x", "val_6"], ["view"], Attribute("allowzero", 1))
        .Node("Gemm", ["view", "hidden.weight", "hidden.bias"], ["linear"],
            Attribute("beta", 1f), Attribute("transB", 1), Attribute("alpha", 1f), Attribute("transA", 0))
        .Node("Relu", ["linear"], ["relu"])
        .Node("Gemm", ["relu", "out.weight", "out.bias"], ["linear_1"],
            Attribute("beta", 1f), Attribute("transB", 1), Attribute("alpha", 1f), Attribute("transA", 0))
        .Node("Softmax", ["linear_1"], ["softmax"], Attribute("axis", 1))
        .Output("softmax");

    /// <summary>Activations that newer sets of operators have: HardSwish since 14, Mish since 18, Gelu since 20, Swish since 24.</summary>
    /// <remarks>ONNX Runtime has no kernel of Swish, and takes it apart in version 24 alone.</remarks>
    public static OnnxBuilder NewActivations(long opset) => new OnnxBuilder(opset)
        .Input("x", [-1, 2])
        .Initializer(Tensor("w", [2, 2], Second))
        .Node("MatMul", ["x", "w"], ["a"])
        .Node("Gelu", ["a"], ["b"])
        .Node("MatMul", ["b", "w"], ["c"])
        .Node("Gelu", ["c"], ["d"], Attribute("approximate", "tanh"))
        .Node("MatMul", ["d", "w"], ["e"])
        .Node("Mish", ["e"], ["f"])
        .Node("MatMul", ["f", "w"], ["g"])
        .Node(opset == 24 ? "Swish" : "HardSwish", ["g"], ["y"])
        .Output("y");

    /// <summary>One sample as a vector, weights before it, and a bias in double.</summary>
    public static OnnxBuilder Vector() => new OnnxBuilder(9)
        .Input("x", [3], OnnxType.Double)
        .Initializer(Tensor("w", [2, 3], 0.1, 0.2, 0.3, -0.4, -0.5, -0.6))
        .Initializer(Tensor("b", [2], 0.7, 1.0 / 3))
        .Node("MatMul", ["w", "x"], ["z"])
        .Node("Sub", ["z", "b"], ["centered"])
        .Node("Softsign", ["centered"], ["y"])
        .Output("y", OnnxType.Double);

    /// <summary>Weights of 16 bits, and Gemm with factors.</summary>
    public static OnnxBuilder HalfPrecision() => new OnnxBuilder(13)
        .Input("x", [-1, 3], OnnxType.Float16)
        .Initializer(Tensor("w", [2, 3], (Half)0.5, (Half)(-1), (Half)0.25, (Half)2, (Half)1.5, (Half)3))
        .Initializer(Tensor("b", [1], (Half)0.5))
        .Node("Gemm", ["x", "w", "b"], ["z"], Attribute("transB", 1), Attribute("alpha", 0.5f), Attribute("beta", 2f))
        .Node("LeakyRelu", ["z"], ["y"], Attribute("alpha", 0.3f))
        .Output("y", OnnxType.Float16);

    /// <summary>Weights as nodes, transposed and cast by others, which constants alone go into.</summary>
    public static OnnxBuilder ConstantNodes() => new OnnxBuilder(11)
        .Input("x", null)
        .Node("Constant", [], ["w64"], Attribute("value", Tensor("", [2, 3], 0.5, -1, 0.25, 2, 1.5, 3)))
        .Node("Cast", ["w64"], ["w32"], Attribute("to", 1))
        .Node("Transpose", ["w32"], ["w"], Attribute("perm", 1L, 0L))
        .Node("MatMul", ["x", "w"], ["z"])
        .Node("Softmax", ["z"], ["p"], Attribute("axis", 1))
        .Node("Log", ["p"], ["y"])
        .Output("y");

    /// <summary>Images, divided by 255 and flattened to the number of samples that the input has.</summary>
    public static OnnxBuilder DividedByShape() => new OnnxBuilder(13)
        .Input("x", [-1, 1, 3, 1])
        .Initializer(Tensor("most", [], 255f))
        .Initializer(Tensor("zero", [1], 0L))
        .Initializer(Tensor("rest", [1], -1L))
        .Initializer(Tensor("w", [3, 2], First))
        .Node("Div", ["x", "most"], ["scaled"])
        .Node("Shape", ["scaled"], ["shape"])
        .Node("Gather", ["shape", "zero"], ["samples"])
        .Node("Concat", ["samples", "rest"], ["target"], Attribute("axis", 0))
        .Node("Reshape", ["scaled", "target"], ["flat"])
        .Node("MatMul", ["flat", "w"], ["y"])
        .Output("y");

    private static OnnxBuilder SklearnLayers(int outputs, string activation)
    {
        OnnxBuilder builder = new OnnxBuilder(15)
            .Input("X", [-1, 3])
            .Initializer(Tensor("coefficient", [3, 2], First))
            .Initializer(Tensor("intercepts", [1, 2], 0.5f, -0.25f))
            .Initializer(Tensor("coefficient1", [2, outputs], [.. Enumerable.Range(1, 2 * outputs).Select(i => 1f / i)]))
            .Initializer(Tensor("intercepts1", [1, outputs], [.. Enumerable.Range(1, outputs).Select(i => 0.25f * i)]))
            .Node("ai.onnx.ml", "Scaler", ["X"], ["variable"], Attribute("offset", 1f, 2f, 3f), Attribute("scale", 2f, 0.5f, 0.1f))
            .Node("Cast", ["variable"], ["cast_input"], Attribute("to", 1))
            .Node("MatMul", ["cast_input", "coefficient"], ["mul_result"])
            .Node("Add", ["mul_result", "intercepts"], ["add_result"])
            .Node("Relu", ["add_result"], ["next_activations"])
            .Node("MatMul", ["next_activations", "coefficient1"], ["mul_result1"])
            .Node("Add", ["mul_result1", "intercepts1"], ["add_result1"]);
        return activation switch
        {
            "softmax" => builder.Node("Softmax", ["add_result1"], ["probabilities"], Attribute("axis", 1)),
            "logistic" => builder.Node("Sigmoid", ["add_result1"], ["probabilities"]),
            _ => builder.Node("Identity", ["add_result1"], ["probabilities"]),
        };
    }
}
