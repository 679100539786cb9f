using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace NetGen.Tests;

/// <summary>What the just-in-time compiler measures of a method before it decides whether to optimize it.</summary>
/// <param name="Method">The method's full name.</param>
/// <param name="CodeBytes">Bytes of IL.</param>
/// <param name="Instructions">Instructions of IL.</param>
/// <param name="Blocks">Basic blocks.</param>
/// <param name="Variables">Locals and parameters.</param>
/// <param name="References">Instructions that name a local or a parameter.</param>
internal sealed record MethodSize(string Method, int CodeBytes, int Instructions, int Blocks, int Variables, int References)
{
    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>Measures all methods of an assembly that have a body.</summary>
    public static IReadOnlyList<MethodSize> OfAssembly(byte[] image)
    {
        using var file = new PEReader([.. image]);
        MetadataReader metadata = file.GetMetadataReader();
        return
        [
            .. metadata.MethodDefinitions
                .Select(metadata.GetMethodDefinition)
                .Where(method => method.RelativeVirtualAddress != 0)
                .Select(method => Of(method, file.GetMethodBody(method.RelativeVirtualAddress), metadata)),
        ];
    }

    private static MethodSize Of(MethodDefinition method, MethodBodyBlock body, MetadataReader metadata)
    {
        byte[] code = body.GetILBytes()!;
        int instructions = 0;
        int references = 0;

        // Blocks start where jumps lead to, and after every instruction that ends one.
        var starts = new HashSet<int> { 0 };
        starts.UnionWith(body.ExceptionRegions.SelectMany(region => new[] { region.TryOffset, region.HandlerOffset }));
        for (int at = 0; at < code.Length;)
        {
            int value = code[at] == 0xFE ? 0xFE00 | code[at + 1] : code[at];
            OpCode opCode = OpCodesByValue[value];
            int operand = at + opCode.Size;
            int next = operand + OperandSize(opCode, code, operand);
            starts.UnionWith(Targets(opCode, code, operand, next));
            if (opCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw)
            {
                starts.Add(next);
            }

            instructions++;
            references += IsReference(opCode) ? 1 : 0;
            at = next;
        }

        starts.Remove(code.Length);
        string name = metadata.GetString(method.Name);
        for (TypeDefinitionHandle type = method.GetDeclaringType(); !type.IsNil; type = metadata.GetTypeDefinition(type).GetDeclaringType())
        {
            name = metadata.GetString(metadata.GetTypeDefinition(type).Name) + "." + name;
        }

        int variables = Parameters(metadata.GetBlobReader(method.Signature)) + Locals(body.LocalSignature, metadata);
        return new MethodSize(name, code.Length, instructions, starts.Count, variables, references);
    }

    private static int OperandSize(OpCode opCode, byte[] code, int operand) => opCode.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, operand)),
        _ => 4,
    };

    private static IEnumerable<int> Targets(OpCode opCode, byte[] code, int operand, int next) => opCode.OperandType switch
    {
        OperandType.ShortInlineBrTarget => [next + (sbyte)code[operand]],
        OperandType.InlineBrTarget => [next + BitConverter.ToInt32(code, operand)],
        OperandType.InlineSwitch =>
            Enumerable.Range(1, BitConverter.ToInt32(code, operand)).Select(i => next + BitConverter.ToInt32(code, operand + (4 * i))),
        _ => [],
    };

    private static bool IsReference(OpCode opCode) =>
        opCode.Name!.StartsWith("ldloc", StringComparison.Ordinal) || opCode.Name.StartsWith("stloc", StringComparison.Ordinal)
        || opCode.Name.StartsWith("ldarg", StringComparison.Ordinal) || opCode.Name.StartsWith("starg", StringComparison.Ordinal);

    private static int Parameters(BlobReader signature)
    {
        SignatureHeader header = signature.ReadSignatureHeader();
        if (header.IsGeneric)
        {
            _ = signature.ReadCompressedInteger();
        }

        return signature.ReadCompressedInteger() + (header.IsInstance ? 1 : 0);
    }

    private static int Locals(StandaloneSignatureHandle handle, MetadataReader metadata)
    {
        if (handle.IsNil)
        {
            return 0;
        }

        BlobReader signature = metadata.GetBlobReader(metadata.GetStandaloneSignature(handle).Signature);
        _ = signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger();
    }
}
