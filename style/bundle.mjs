// Joins the files that style/index.css imports, in its order, into target/style/portal.css: the browser asks once.
// Refuses a file that is named and missing, and one that is there and not named.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const index = readFileSync(join(folder, "index.css"), "utf8");
const named = [...index.matchAll(/^@import "([^"]+)";$/gm)].map((found) => found[1]);
const present = readdirSync(folder).filter((name) => name.endsWith(".css") && name !== "index.css");

const lost = present.filter((name) => !named.includes(name));
if (lost.length > 0) {
  console.error(`style/index.css does not import ${lost.join(", ")}: add a line for each.`);
  process.exit(1);
}
const css = named.map((name) => `/* ${name} */\n${readFileSync(join(folder, name), "utf8")}`).join("\n");
const target = join(folder, "..", "target", "style");
mkdirSync(target, { recursive: true });
writeFileSync(join(target, "portal.css"), css);
