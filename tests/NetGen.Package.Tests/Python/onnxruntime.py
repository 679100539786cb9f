"""ONNX Runtime itself behind what the tool and the pages use of its Python package, which not every package source has.

The native library is that of the NuGet package; ONNXRUNTIME_LIBRARY says where it lies. Functions are called by their places in its
table OrtApi, which never change.
"""
import ctypes
import os

import numpy

_GET_ERROR_MESSAGE = 2
_CREATE_ENV = 3
_CREATE_SESSION = 7
_RUN = 9
_CREATE_SESSION_OPTIONS = 10
_SESSION_GET_INPUT_TYPE_INFO = 33
_SESSION_GET_INPUT_NAME = 36
_CREATE_TENSOR_WITH_DATA = 49
_GET_TENSOR_MUTABLE_DATA = 51
_CAST_TYPE_INFO_TO_TENSOR_INFO = 55
_GET_TENSOR_ELEMENT_TYPE = 60
_GET_DIMENSIONS_COUNT = 61
_GET_DIMENSIONS = 62
_GET_TENSOR_TYPE_AND_SHAPE = 65
_CREATE_CPU_MEMORY_INFO = 69
_GET_ALLOCATOR = 78

_API_VERSION = 17
_TYPES = {1: ("tensor(float)", numpy.float32), 7: ("tensor(int64)", numpy.int64), 11: ("tensor(double)", numpy.float64)}


class _Base(ctypes.Structure):
    _fields_ = [
        ("get_api", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_uint32)),
        ("get_version", ctypes.CFUNCTYPE(ctypes.c_char_p)),
    ]


_library = ctypes.CDLL(os.environ["ONNXRUNTIME_LIBRARY"])
_library.OrtGetApiBase.restype = ctypes.POINTER(_Base)
_base = _library.OrtGetApiBase().contents
_functions = ctypes.cast(_base.get_api(_API_VERSION), ctypes.POINTER(ctypes.c_void_p))
__version__ = _base.get_version().decode()


def _call(index, *arguments):
    status = ctypes.CFUNCTYPE(ctypes.c_void_p)(_functions[index])(*arguments)
    if status:
        message = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(_functions[_GET_ERROR_MESSAGE])
        raise RuntimeError(message(status).decode())


def _made(index, *arguments, kind=ctypes.c_void_p):
    result = kind()
    _call(index, *arguments, ctypes.byref(result))
    return result


def _shape(information):
    count = _made(_GET_DIMENSIONS_COUNT, information, kind=ctypes.c_size_t).value
    dimensions = (ctypes.c_int64 * count)()
    _call(_GET_DIMENSIONS, information, dimensions, ctypes.c_size_t(count))
    return list(dimensions)


_environment = _made(_CREATE_ENV, ctypes.c_int(3), ctypes.c_char_p(b"tests"))
_allocator = _made(_GET_ALLOCATOR)
_memory = _made(_CREATE_CPU_MEMORY_INFO, ctypes.c_int(1), ctypes.c_int(0))


class SessionOptions:
    """Takes any setting and lets the library have its own."""


class _Value:
    def __init__(self, name, information):
        self.name = name
        self.type = _TYPES[_made(_GET_TENSOR_ELEMENT_TYPE, information, kind=ctypes.c_int).value][0]
        self.shape = [length if length >= 0 else None for length in _shape(information)]


class InferenceSession:
    def __init__(self, path, options=None, providers=None):
        self._session = _made(_CREATE_SESSION, _environment, ctypes.c_char_p(os.fsencode(path)), _made(_CREATE_SESSION_OPTIONS))

    def get_inputs(self):
        information = _made(_SESSION_GET_INPUT_TYPE_INFO, self._session, ctypes.c_size_t(0))
        name = _made(_SESSION_GET_INPUT_NAME, self._session, ctypes.c_size_t(0), _allocator, kind=ctypes.c_char_p)
        return [_Value(name.value.decode(), _made(_CAST_TYPE_INFO_TO_TENSOR_INFO, information))]

    def run(self, names, fed):
        [(input_name, array)] = fed.items()
        array = numpy.ascontiguousarray(array)
        shape = (ctypes.c_int64 * array.ndim)(*array.shape)
        [element] = [number for number, (_, kind) in _TYPES.items() if kind == array.dtype]
        value = _made(
            _CREATE_TENSOR_WITH_DATA, _memory, array.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(array.nbytes), shape,
            ctypes.c_size_t(array.ndim), ctypes.c_int(element))
        inputs = (ctypes.c_char_p * 1)(input_name.encode())
        outputs = (ctypes.c_char_p * len(names))(*(name.encode() for name in names))
        results = (ctypes.c_void_p * len(names))()
        _call(
            _RUN, self._session, None, inputs, (ctypes.c_void_p * 1)(value), ctypes.c_size_t(1), outputs, ctypes.c_size_t(len(names)),
            results)
        return [_array(ctypes.c_void_p(result)) for result in results]


def _array(value):
    information = _made(_GET_TENSOR_TYPE_AND_SHAPE, value)
    kind = _TYPES[_made(_GET_TENSOR_ELEMENT_TYPE, information, kind=ctypes.c_int).value][1]
    shape = _shape(information)
    size = int(numpy.prod(shape)) * numpy.dtype(kind).itemsize
    data = ctypes.string_at(_made(_GET_TENSOR_MUTABLE_DATA, value), size)
    return numpy.frombuffer(data, kind).reshape(shape).copy()
