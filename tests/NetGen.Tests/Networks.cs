namespace NetGen.Tests;

[Network(784, 30, 10)]
internal sealed partial class DigitNet;

[Network(2, 4, 1)]
internal sealed partial class TinyNet;

[Network(64, 32, 10, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class SmallNet;

[Network(16, 16, 4, Hidden = Activation.Tanh, Output = Activation.Identity)]
internal sealed partial class TanhNet;

[Network(100, 1)]
internal sealed partial class DotNet;

[Network(4, 64, 64, 2, Activations = [Activation.ReLU, Activation.Tanh, Activation.Identity])]
internal sealed partial class ControlNet;

[Network(7, 131, 67, 3)]
internal sealed partial class DotErrorNet;

[Network(130, 100, 129, 5, Hidden = Activation.ReLU, Output = Activation.Tanh)]
internal sealed partial class WideNet;

[Network(12, 9, 9, 9, 9, 9, 9, 2, Hidden = Activation.Tanh)]
internal sealed partial class DeepNet;

[Network<double>(70, 30, 10, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class DoubleNet;

[Network<double>(3, 2, 70, 3, 1, Hidden = Activation.Tanh)]
internal sealed partial class NarrowDoubleNet;

[Network<double>(9, 150, 4, Output = Activation.ReLU)]
internal sealed partial class DotDoubleNet;

/// <summary>Inputs that gradient tiles leave over, and last columns that are narrow and have padding.</summary>
[Network(299, 47, 40, Hidden = Activation.ReLU, Output = Activation.Tanh)]
internal sealed partial class RestNet;

/// <summary>The same in double.</summary>
[Network<double>(143, 23, 19, Hidden = Activation.ReLU)]
internal sealed partial class RestDoubleNet;

/// <summary>A hidden layer of so many panels that errors are carried back from it in several blocks of them.</summary>
[Network(9, 30, 700, 3)]
internal sealed partial class ManyPanelsNet;

/// <summary>The same in double.</summary>
[Network<double>(5, 13, 301, 4, Hidden = Activation.Tanh)]
internal sealed partial class ManyPanelsDoubleNet;

[Network(1, 1)]
internal sealed partial class OneNet;

/// <summary>Wider than what one sample may take of the stack.</summary>
[Network(20, 1500, 12)]
internal sealed partial class StackBorderNet;

/// <summary>As wide as the widest layer that is promised.</summary>
[Network(3, 65536, 2, Hidden = Activation.Tanh)]
internal sealed partial class VeryWideNet;

/// <summary>One layer of several columns of vectors, which must not write over inputs that it has yet to read.</summary>
[Network(5, 40)]
internal sealed partial class OneLayerNet;

/// <summary>The same with more inputs than outputs.</summary>
[Network(40, 33)]
internal sealed partial class ShrinkingLayerNet;

/// <summary>One layer in dot form, of several units.</summary>
[Network(100, 3)]
internal sealed partial class DotLayerNet;

/// <summary>Outputs that a test sets freely, as they are the biases.</summary>
[Network(2, 20, Output = Activation.Identity)]
internal sealed partial class LinearNet;

/// <summary>Small layers of vectors of every width, which hand activations on in registers: from each width to others.</summary>
[Network(3, 4, 8, 16, 4, Hidden = Activation.Tanh)]
internal sealed partial class WideningNet;

/// <summary>The other pairs of widths.</summary>
[Network(3, 8, 4, 16, 8, Hidden = Activation.Tanh, Output = Activation.Identity)]
internal sealed partial class NarrowingNet;

/// <summary>Pairs of equal widths, and two vectors.</summary>
[Network(5, 7, 8, 30)]
internal sealed partial class EqualWidthsNet;

/// <summary>As <see cref="WideningNet"/>, in double.</summary>
[Network<double>(3, 2, 4, 7, 2, Hidden = Activation.Tanh)]
internal sealed partial class WideningDoubleNet;

/// <summary>As <see cref="NarrowingNet"/>, in double.</summary>
[Network<double>(3, 4, 2, 8, 3)]
internal sealed partial class NarrowingDoubleNet;

/// <summary>As <see cref="EqualWidthsNet"/>, in double.</summary>
[Network<double>(3, 3, 4, 13)]
internal sealed partial class EqualWidthsDoubleNet;

/// <summary>One column of vectors, with padding.</summary>
[Network(64, 32, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class SoftmaxNet;

/// <summary>Few outputs of many units: a last layer in dot form.</summary>
[Network(9, 100, 3, Output = Activation.Softmax)]
internal sealed partial class SoftmaxNet3;

/// <summary>Outputs that fill a vector of 512 bits.</summary>
[Network(12, 20, 16, Hidden = Activation.Tanh, Output = Activation.Softmax)]
internal sealed partial class SoftmaxNet16;

/// <summary>One output more than a vector of 512 bits holds.</summary>
[Network(12, 17, Output = Activation.Softmax)]
internal sealed partial class SoftmaxNet17;

/// <summary>Outputs of several vectors of every width.</summary>
[Network(12, 20, 40, Hidden = Activation.GELU, Output = Activation.Softmax)]
internal sealed partial class SoftmaxNet40;

/// <summary>As <see cref="SoftmaxNet3"/>, in double.</summary>
[Network<double>(9, 60, 3, Output = Activation.Softmax)]
internal sealed partial class SoftmaxDoubleNet3;

/// <summary>As <see cref="SoftmaxNet16"/>, in double: two vectors of 512 bits.</summary>
[Network<double>(12, 20, 16, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class SoftmaxDoubleNet16;

/// <summary>As <see cref="SoftmaxNet17"/>, in double.</summary>
[Network<double>(12, 17, Output = Activation.Softmax)]
internal sealed partial class SoftmaxDoubleNet17;

/// <summary>As <see cref="SoftmaxNet40"/>, in double.</summary>
[Network<double>(12, 20, 40, Hidden = Activation.LeakyReLU, Output = Activation.Softmax)]
internal sealed partial class SoftmaxDoubleNet40;

/// <summary>
/// Hidden layers whose weighted inputs are kept: in dot form, before narrow layers and before wide ones; and outputs of the kind.
/// </summary>
[Network(100, 3, 70, 40, 7, 5, Hidden = Activation.GELU, Output = Activation.GELU)]
internal sealed partial class GELUNet;

/// <summary>As <see cref="GELUNet"/>, in double.</summary>
[Network<double>(60, 2, 40, 33, 5, 3, Hidden = Activation.GELU, Output = Activation.GELU)]
internal sealed partial class GELUDoubleNet;

/// <summary>As <see cref="GELUNet"/>, with a parameter.</summary>
[Network(90, 2, 65, 130, 9, 16, 4, Hidden = Activation.LeakyReLU, Output = Activation.LeakyReLU, Alpha = 0.3)]
internal sealed partial class LeakyNet;

/// <summary>In double, with the default of the parameter.</summary>
[Network<double>(50, 4, 30, 65, 3, 2, Hidden = Activation.LeakyReLU)]
internal sealed partial class LeakyDoubleNet;

/// <summary>A layer whose weighted inputs are kept between others, and outputs in dot form.</summary>
[Network(6, 80, 70, 2, Activations = [Activation.Sigmoid, Activation.GELU, Activation.LeakyReLU], Alpha = -0.2)]
internal sealed partial class MixedNet;

/// <summary>One probability.</summary>
[Network(2, 1, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class LogisticNet;

/// <summary>The same in double.</summary>
[Network<double>(2, 1, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class LogisticDoubleNet;

/// <summary>Layers that are attributes, of which the first standardizes features.</summary>
[Network(InputShape = [3])]
[Standardize]
[Dense(5, Activation.Tanh)]
[Dense(2, Activation.Softmax)]
internal sealed partial class StandardizedNet;

/// <summary>The same without standardization.</summary>
[Network(3, 5, 2, Hidden = Activation.Tanh, Output = Activation.Softmax)]
internal sealed partial class PlainNet;

/// <summary>More features than a vector holds, and several panels.</summary>
[Network(InputShape = [40])]
[Standardize]
[Dense(70, Activation.GELU, Name = "encoder")]
[Dense(9, Activation.LeakyReLU, Alpha = 0.2)]
[Dense(1)]
internal sealed partial class StandardizedWideNet;

/// <summary>A dense layer in dot form that reads standardized features.</summary>
[Network<double>(InputShape = [70])]
[Standardize]
[Dense(3, Activation.ReLU)]
[Dense(4, Activation.Identity)]
internal sealed partial class StandardizedDotNet;

/// <summary>One feature in double.</summary>
[Network<double>(InputShape = [1])]
[Standardize]
[Dense(1, Activation.Identity)]
internal sealed partial class StandardizedDoubleNet;

/// <summary>Measurements of wines, standardized.</summary>
[Network(InputShape = [13])]
[Standardize]
[Dense(16, Activation.ReLU)]
[Dense(3, Activation.Softmax)]
internal sealed partial class WineNet;

/// <summary>The same as they are.</summary>
[Network(13, 16, 3, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class RawWineNet;

/// <summary>Dropout of inputs and after each hidden layer, the second of which is in dot form.</summary>
[Network(InputShape = [27])]
[Dropout(0.1)]
[Dense(131, Activation.GELU)]
[Dropout(0.5)]
[Dense(3, Activation.Tanh)]
[Dropout(0.25)]
[Dense(40)]
internal sealed partial class DropoutNet;

/// <summary>The same in double, with other functions, and inputs that are standardized before.</summary>
[Network<double>(InputShape = [27])]
[Standardize]
[Dropout(0.1)]
[Dense(131, Activation.ReLU)]
[Dropout(0.5)]
[Dense(3, Activation.Identity)]
[Dropout(0.25)]
[Dense(40, Activation.Softmax)]
internal sealed partial class DropoutDoubleNet;

/// <summary>Layers so small that they hand on activations in registers, past the dropout.</summary>
[Network(InputShape = [5])]
[Dense(7, Activation.Tanh)]
[Dropout(0.5)]
[Dense(8)]
[Dropout(0.5)]
[Dense(4)]
internal sealed partial class SmallDropoutNet;

/// <summary>One layer that reads the network's inputs where nothing is dropped.</summary>
[Network(InputShape = [40])]
[Dropout(0.5)]
[Dense(33, Activation.Identity)]
internal sealed partial class InputDropoutNet;

/// <summary>Dropout between two layers.</summary>
[Network(InputShape = [3])]
[Dense(40, Activation.Tanh)]
[Dropout(0.25)]
[Dense(2, Activation.Softmax)]
internal sealed partial class DroppingNet;

/// <summary>The same without dropout.</summary>
[Network(3, 40, 2, Hidden = Activation.Tanh, Output = Activation.Softmax)]
internal sealed partial class KeepingNet;

/// <summary>Dropout of inputs whose gradient shows it.</summary>
[Network(InputShape = [40])]
[Dropout(0.5)]
[Dense(1, Activation.Identity)]
internal sealed partial class HalvedInputsNet;

/// <summary>The same in double.</summary>
[Network<double>(InputShape = [40])]
[Dropout(0.5)]
[Dense(1, Activation.Identity)]
internal sealed partial class HalvedInputsDoubleNet;

/// <summary>Dropout of inputs, and of what a layer of weights of 1 makes of them.</summary>
[Network(InputShape = [40])]
[Dropout(0.5)]
[Dense(40, Activation.Identity)]
[Dropout(0.5)]
[Dense(1, Activation.Identity)]
internal sealed partial class TwiceHalvedNet;

/// <summary>Many inputs, in four segments of which some are longer than others, and two columns of units with padding.</summary>
[Network(270, 45, 5)]
internal sealed partial class SparseNet;

/// <summary>The same in double.</summary>
[Network<double>(271, 37, 5, Hidden = Activation.Tanh)]
internal sealed partial class SparseDoubleNet;

/// <summary>Layers after units that are zero for half of their inputs.</summary>
[Network(90, 150, 130, 64, 5, Hidden = Activation.ReLU)]
internal sealed partial class RectifiedNet;

/// <summary>A last layer that reads the inputs.</summary>
[Network(300, 70, Output = Activation.Softmax)]
internal sealed partial class SparseSoftmaxNet;

/// <summary>So few units that their lanes are half a panel.</summary>
[Network(1100, 6, 5)]
internal sealed partial class NarrowSparseNet;

/// <summary>An odd number of inputs, and units in an odd number of panels.</summary>
[Network(131, 67, 9, Hidden = Activation.Tanh)]
internal sealed partial class OddSparseNet;

/// <summary>The same without looking for zeros.</summary>
[Network(131, 67, 9, Hidden = Activation.Tanh, SkipZeros = false)]
internal sealed partial class OddDenseNet;

/// <summary>Prepared by one test, and used by no other.</summary>
[Network(90, 70, 20, 4, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class PreparedNet;

/// <summary>As <see cref="PreparedNet"/>, and never prepared.</summary>
[Network(90, 70, 20, 4, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class UnpreparedNet;

/// <summary>Logarithms of probabilities.</summary>
[Network(12, 20, 10, Hidden = Activation.Tanh, Output = Activation.LogSoftmax)]
internal sealed partial class LogSoftmaxNet;

/// <summary>As <see cref="LogSoftmaxNet"/>, in double, with more outputs than two vectors hold.</summary>
[Network<double>(12, 20, 40, Hidden = Activation.Tanh, Output = Activation.LogSoftmax)]
internal sealed partial class LogSoftmaxDoubleNet;

/// <summary>Several outputs with the hinge cost.</summary>
[Network(6, 9, 5, Hidden = Activation.Tanh, Output = Activation.Tanh, Cost = CostFunction.Hinge)]
internal sealed partial class HingeNet;

/// <summary>One output with the hinge cost, which tells two classes apart by its sign.</summary>
[Network(2, 8, 1, Hidden = Activation.Tanh, Output = Activation.Identity, Cost = CostFunction.Hinge)]
internal sealed partial class SignNet;

/// <summary>A cost with a parameter.</summary>
[Network(7, 20, 3, Hidden = Activation.ReLU, Output = Activation.Identity, Cost = CostFunction.Huber, Delta = 0.25)]
internal sealed partial class HuberNet;

/// <summary>Label smoothing, with layers that are declared one by one.</summary>
[Network(InputShape = [7], LabelSmoothing = 0.1)]
[Dropout(0.25)]
[Dense(12, Activation.ReLU)]
[Dense(3, Activation.Softmax)]
internal sealed partial class SmoothingNet;

/// <summary>Label smoothing of sigmoids.</summary>
[Network(7, 12, 3, Cost = CostFunction.BinaryCrossEntropy, LabelSmoothing = 0.2)]
internal sealed partial class SmoothingSigmoidNet;

/// <summary>Trained by a search of one test, and by no other.</summary>
[Network(16, 5, 4, Hidden = Activation.Tanh, Output = Activation.Identity)]
internal sealed partial class SearchedNet;
