namespace NetGen.Tests;

/// <summary>What the networks of this project compute, to the bit, on every machine and with every instruction set.</summary>
public class DigestTests
{
    /// <summary>A change here is a change of the numerics contract: users' results change with it.</summary>
    private static readonly Dictionary<string, string> Pinned = new()
    {
        ["DigitNet"] = "40F03D579C35815F4FEEE232C3E7D8CA9601F2DBEF877767174CB5216A90C669",
        ["TinyNet"] = "5D6745A12C94473BB3A8A8A8EED3AF983F15826E88C68FC13A6CC7F1A710B7AC",
        ["SmallNet"] = "54FCF8F5A49C514880F08969A76075ABB47B810271C9D20289C537F4C6A25F46",
        ["TanhNet"] = "DBFB8E3E4173B8088347278333615AAD02B91B25A358B6E64B046E327587F818",
        ["DotNet"] = "A0502776FB871F3BE60AF03DCF394BAAC6592961F6ADE350B4CE18858D3AFEC6",
        ["ControlNet"] = "FB59FF2508EEF5CA9DA28A58F908A16BB22CCCA0A32F09AAC6456B172D6ACCAA",
        ["DotErrorNet"] = "C7E7E70E0F7F176F824B5438E176D0CEEF259DC1294CBD51822F404BA3B52AC9",
        ["WideNet"] = "AE7761964DAFF7DD66D143E7FD87624240A540619B73D3591C2EFE367AF29157",
        ["DeepNet"] = "0654AAF04BB1D41B8072007A03D29046757B3C2F69652F9264075C5F23BEAC3B",
        ["OneNet"] = "079ABDC583F8995E53821999B2CD8F4DC1883504DAD616B6469FF5EA96971182",
        ["RestNet"] = "A1A7801BB5FFA83A80EC0DB24BD4B237AF514DC2B8116AB3F3DDCFBF4F647795",
        ["ManyPanelsNet"] = "C4E4045C601A8F0C22AFFC624FE8FD30EC573B9ADD8133F0B0AFF7E3890CD58C",
        ["WideningNet"] = "2EF19506085453B6BBB95F7BD412F73FB3F5E8FF229870FA1E918D279C8A2438",
        ["NarrowingNet"] = "3E7C577A18DEB584C42D55BDC1A7A79BCA11E75117576B8C55ED3C310DB3071B",
        ["EqualWidthsNet"] = "21AE7CE59D3A0898C56D9DE06DF604BD95B76A64FCEF47D78FFA1CD64A15FCE6",
        ["DoubleNet"] = "BD86AFA51907DCCAE50FC06A197B12DE9F86C2608D23F106EF382F4DD1594B59",
        ["NarrowDoubleNet"] = "A746B7D491626C47D701D5BB70A951C8018A27B6961517100D2F9ACFFB159584",
        ["DotDoubleNet"] = "78B42199DC14B95C4D6FE728E96FDBFE61A2BA903D9570EC3388B23864FD8A96",
        ["RestDoubleNet"] = "1C51F033A0145A54915C31C1DA196834CE48BE746DDE5B8047A5BCCE99A07DF6",
        ["ManyPanelsDoubleNet"] = "F88FB96D8771EBC2D1ED739A7F115493FB2DE5558AB3869803E0F0A41E7263E9",
        ["WideningDoubleNet"] = "2F77FAB485B8526C2717644BA1699BDF6DCB4A35D15B32F9DEE106EA4CAD1A43",
        ["NarrowingDoubleNet"] = "8792F45D683E62EFECF5D7C5727A352E698ADC2E48BFDCDE2C1786D3DE3BCD55",
        ["EqualWidthsDoubleNet"] = "15DF51981CEF9F6C2772234D800D6925C2C6FC411CBD17DC51DD37D1ED741344",
    };

    /// <summary>Compares with the pinned digests, and writes the digests where a run with other instruction sets wants them.</summary>
    [Fact]
    public void The_networks_compute_the_pinned_bits()
    {
        string[] digests =
        [
            .. GeneratedNetworkTests.FloatNetworks.Select(pair => $"[\"{pair.Key}\"] = \"{NetworkDigest.Of(pair.Value())}\","),
            .. GeneratedNetworkTests.DoubleNetworks.Select(pair => $"[\"{pair.Key}\"] = \"{NetworkDigest.Of(pair.Value())}\","),
        ];
        if (InstructionSets.DigestFile is string file)
        {
            File.WriteAllLines(file, digests);
        }

        string expected = string.Join("\n", Pinned.Select(pair => $"[\"{pair.Key}\"] = \"{pair.Value}\","));
        string actual = string.Join("\n", digests);
        Assert.True(expected == actual, $"The networks compute other bits than those pinned. They are now\n{actual}\nand were\n{expected}");
    }

    /// <summary>Where the tests run with an instruction set switched off, it is off.</summary>
    [Fact]
    public void What_is_switched_off_is_not_in_use()
    {
        if (InstructionSets.SwitchedOff is string name)
        {
            Assert.False(InstructionSets.IsInUse(name), $"{name} is in use.");
            Assert.Equal("0", Environment.GetEnvironmentVariable("DOTNET_Enable" + name));
        }
    }
}
