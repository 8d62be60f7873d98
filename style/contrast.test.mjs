// Measures every pair of colours that stands on each other, in light and in dark, from tokens.css as it is.
// Text needs 4.5 : 1, a shape that carries meaning 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const tokens = new Map([...css.matchAll(/^\s*--([\w-]+):\s*([^;]+);/gm)].map((m) => [m[1], m[2].trim()]));

function colour(name, theme) {
  const value = tokens.get(name);
  assert.ok(value, `tokens.css has no --${name}`);
  const other = value.match(/^var\(--([\w-]+)\)$/);
  if (other) return colour(other[1], theme);
  const pair = value.match(/^light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)$/);
  assert.ok(pair, `--${name} is not light-dark(oklch(…), oklch(…))`);
  return luminance(pair[theme === "light" ? 1 : 2]);
}

// OKLCH → linear sRGB (Ottosson's matrices), cut to the gamut → relative luminance.
function luminance(text) {
  const [l, c, h] = text.match(/[\d.]+/g).map(Number);
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const light = l / 100;
  const [x, y, z] = [
    light + 0.3963377774 * a + 0.2158037573 * b,
    light - 0.1055613458 * a - 0.0638541728 * b,
    light - 0.0894841775 * a - 1.291485548 * b,
  ].map((root) => root ** 3);
  const [red, green, blue] = [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ].map((channel) => Math.min(1, Math.max(0, channel)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(front, back, theme) {
  const [low, high] = [colour(front, theme), colour(back, theme)].sort((p, q) => p - q);
  return (high + 0.05) / (low + 0.05);
}

const surfaces = ["surface", "surface-sunken", "surface-rail", "surface-hover", "surface-press", "surface-overlay"];
const selected = ["accent-surface", "accent-surface-strong"];
const tones = ["neutral-tone", "amber", "green", "blue", "red"];

const text = [
  ...["text", "text-muted", "text-faint", "accent"].flatMap((front) => [...surfaces, ...selected].map((back) => [front, back])),
  ["accent-ink", "accent"],
  ["accent-ink", "accent-strong"],
  ["danger-ink", "danger"],
  ["danger-ink", "danger-strong"],
  ["red-text", "surface"],
  ["red-text", "surface-overlay"],
  ...tones.map((tone) => [`${tone}-text`, `${tone}-surface`]),
  ...tones.map((tone) => [`${tone}-text`, "surface"]),
];

const shapes = [
  ...["surface", "surface-sunken", "surface-overlay"].map((back) => ["line-control", back]),
  ...[...surfaces, ...selected].map((back) => ["accent", back]),
  ...tones.flatMap((tone) => [[`${tone}-border`, `${tone}-surface`], [`${tone}-border`, "surface"]]),
  ["accent-border", "accent-surface"],
  ["danger", "surface"],
  ...[1, 2, 3, 4, 5, 6].map((n) => [`chart-${n}`, "surface"]),
];

for (const theme of ["light", "dark"]) {
  for (const [what, least, pairs] of [["text", 4.5, text], ["shapes", 3, shapes]]) {
    test(`${what} in ${theme} reach ${least} : 1`, () => {
      const short = pairs
        .map(([front, back]) => [front, back, ratio(front, back, theme)])
        .filter(([, , reached]) => reached < least)
        .map(([front, back, reached]) => `${front} on ${back}: ${reached.toFixed(2)}`);
      assert.deepEqual(short, []);
    });
  }
}
