#!/usr/bin/env bash
# Makes the built-in fonts of the PDF documents. See README.md for what it needs.
set -euo pipefail
inter=$1 jetbrains=$2 noto=$3 out=$(dirname "$0")
latin="U+0020-007E,U+00A0-024F,U+0259,U+02BB-02BC,U+02C6-02C7,U+02C9,U+02D8-02DD,U+0300-0304,U+0306-030C,U+0323,U+0326-0328,U+0370-03FF,U+0400-045F,U+0490-0491,U+1E00-1EFF,U+2010-2027,U+202F-203A,U+2044,U+2070-2079,U+2080-2089,U+20A0-20BF,U+2113,U+2116,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265,U+25A0-25CF,U+FFFD"
ideographs="U+2E80-2FDF,U+3000-30FF,U+31F0-31FF,U+3400-4DBF,U+4E00-9FFF,U+FE30-FE4F,U+FF00-FFEF,U+2014,U+2018-2019,U+201C-201D,U+2026,U+00B7,U+2030,U+2103,U+2460-2473,U+25A0-25CF"
hangul="U+1100-11FF,U+3130-318F,U+AC00-D7A3"
words=$(cat "$out/../../src/document/pdf/words.rs" "$out/../../src/document/export.rs" | python3 -c 'import sys; print("".join(sorted({c for c in sys.stdin.read() if ord(c) > 0x2E80} | {chr(c) for c in range(0x20, 0x7F)})))')
plain() { pyftsubset "$@" --no-hinting --notdef-outline --flavor=none --name-IDs=1,2,4,6,13,14 --layout-features= --drop-tables+=vhea,vmtx,VORG,BASE,GPOS,GSUB; }
for weight in Regular SemiBold; do
  pyftsubset "$inter/Inter-$weight.woff2" --unicodes="$latin" --layout-features=kern,mark,mkmk,ccmp,locl,tnum \
    --no-hinting --notdef-outline --flavor=none --name-IDs=1,2,4,6,13,14 --output-file="$out/Inter-$weight.ttf"
done
plain "$jetbrains/jetbrains-mono-latin-400-normal.woff2" --unicodes="U+0020-007E,U+00A0-00FF" --output-file="$out/JetBrainsMono-Regular.ttf"
plain "$noto/NotoSansCJK-Regular.ttc" --font-number=2 --unicodes="$ideographs" --output-file="$out/NotoSansCJKsc-Regular.otf"
plain "$noto/NotoSansCJK-Regular.ttc" --font-number=1 --unicodes="$hangul" --output-file="$out/NotoSansCJKkr-Regular.otf"
plain "$noto/NotoSansCJK-Bold.ttc" --font-number=2 --text="$words" --output-file="$out/NotoSansCJKsc-Bold-words.otf"
