"""Makes public/fonts/*.woff2 anew; only needed when a font changes. Raise the number in the names when it does:
they are cached for ever.

    npm install @fontsource-variable/inter @fontsource/jetbrains-mono
    pip install fonttools brotli
    python3 style/subset_fonts.py node_modules public/fonts
"""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ASCII = list(range(0x20, 0x7F))
LATIN = ASCII + list(range(0xA0, 0x100)) + [0x131, 0x152, 0x153, 0x160, 0x161, 0x178, 0x17D, 0x17E]
SIGNS = list(range(0x2010, 0x2016)) + [
    0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2020, 0x2022, 0x2026, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A,
    0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2215, 0x2248, 0x2260, 0x2264, 0x2265,
]
MONO = ASCII + [0xA0, 0xB7, 0xD7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026]


def cut(font, unicodes, features):
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=unicodes)
    cutter.subset(font)


def keep_out_of_tabular(font, glyphs):
    """Tabular figures stand in columns; the hyphen of 2026-10 must not grow to the width of a figure."""
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for sub in table.LookupList.Lookup[index].SubTable:
                    for glyph in glyphs:
                        getattr(sub, "ExtSubTable", sub).mapping.pop(glyph, None)


def main(modules, target):
    inter = TTFont(modules / "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2")
    keep_out_of_tabular(inter, ["hyphen", "asterisk"])
    cut(inter, LATIN + SIGNS, ["kern", "tnum", "ccmp", "mark"])
    instancer.instantiateVariableFont(inter, {"wght": (400, 400, 600)}, inplace=True)
    mono = TTFont(modules / "@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2")
    cut(mono, MONO, [])
    for font, name in [(inter, "inter-latin-1.woff2"), (mono, "jetbrains-mono-latin-1.woff2")]:
        font.flavor = "woff2"
        font.save(target / name)
        print(name, (target / name).stat().st_size, "bytes")


main(Path(sys.argv[1]), Path(sys.argv[2]))
