// A network as one would write it in C++: every size is a constant, and the compiler unrolls and vectorizes the loops.
#include <cmath>
#include <cstddef>

namespace {

struct Identity {
    template <class T> static T apply(T z) { return z; }
    template <class T> static T derivative(T) { return T(1); }
};

struct Sigmoid {
    // Without the bound, the approximate division of -ffast-math makes NaN of an infinite exponential.
    template <class T> static T apply(T z) { return T(1) / (T(1) + std::exp(-(z > T(-80) ? z : T(-80)))); }
    template <class T> static T derivative(T a) { return a * (T(1) - a); }
};

struct Tanh {
    template <class T> static T apply(T z) { return std::tanh(z); }
    template <class T> static T derivative(T a) { return T(1) - a * a; }
};

struct ReLU {
    template <class T> static T apply(T z) { return z > T(0) ? z : T(0); }
    template <class T> static T derivative(T a) { return a > T(0) ? T(1) : T(0); }
};

struct Quadratic {
    template <class F, class T> static T error(T a, T y) { return (a - y) * F::derivative(a); }
};

struct BinaryCrossEntropy {
    template <class F, class T> static T error(T a, T y) { return a - y; }
};

// The rest of the network behind the last layer.
template <class Cost> struct End {
    void load(const void*) {}
    template <class T> const T* forward(const T* x) { return x; }
    void clear() {}
    template <class F, class T, int Size> void backprop(const T* a, const T* targets, T* errors) {
        for (int i = 0; i < Size; i++) errors[i] = Cost::template error<F, T>(a[i], targets[i]);
    }
    template <class T> void update(T) {}
};

template <class T, int In, int Out, class F, class Rest> struct Layer {
    static constexpr int Lanes = Out <= 4 ? 4 : (Out + 7) / 8 * 8;
    alignas(64) T weights[In][Lanes] = {};
    alignas(64) T gradient[In][Lanes] = {};
    alignas(64) T biases[Lanes] = {};
    alignas(64) T biasGradient[Lanes] = {};
    alignas(64) T a[Lanes] = {};
    alignas(64) T errors[Lanes] = {};
    Rest rest;

    // For each layer its biases, then its weights, [out, in] row-major.
    void load(const T* parameters) {
        for (int o = 0; o < Out; o++) {
            biases[o] = parameters[o];
            for (int i = 0; i < In; i++) weights[i][o] = parameters[Out + o * In + i];
        }
        rest.load(parameters + Out + static_cast<std::ptrdiff_t>(In) * Out);
    }

    const T* forward(const T* __restrict x) {
        T sums[Lanes];
        for (int o = 0; o < Lanes; o++) sums[o] = biases[o];
        for (int i = 0; i < In; i++)
            for (int o = 0; o < Lanes; o++) sums[o] += x[i] * weights[i][o];
        for (int o = 0; o < Lanes; o++) a[o] = F::apply(sums[o]);
        return rest.forward(a);
    }

    void clear() {
        for (int i = 0; i < In; i++)
            for (int o = 0; o < Lanes; o++) gradient[i][o] = 0;
        for (int o = 0; o < Lanes; o++) biasGradient[o] = 0;
        rest.clear();
    }

    // Errors of this layer, and the gradient on top of what is there; then, if there is one, the errors of the layer before.
    template <class Before> void gradients(const T* __restrict x, const T* targets, T* before) {
        rest.template backprop<F, T, Out>(a, targets, errors);
        for (int o = 0; o < Lanes; o++) biasGradient[o] += errors[o];
        for (int i = 0; i < In; i++)
            for (int o = 0; o < Lanes; o++) gradient[i][o] += x[i] * errors[o];
        if (before == nullptr) return;
        for (int i = 0; i < In; i++) {
            T sum = 0;
            for (int o = 0; o < Lanes; o++) sum += weights[i][o] * errors[o];
            before[i] = sum * Before::derivative(x[i]);
        }
    }

    template <class Before, class, int> void backprop(const T* x, const T* targets, T* before) {
        gradients<Before>(x, targets, before);
    }

    void update(T step) {
        for (int i = 0; i < In; i++)
            for (int o = 0; o < Lanes; o++) weights[i][o] -= step * gradient[i][o];
        for (int o = 0; o < Lanes; o++) biases[o] -= step * biasGradient[o];
        rest.update(step);
    }
};

}  // namespace
