// Fetches the chunks of a page; the program asks for them by the functions at the end, which the build adds.
import { initSync } from "./portal.js";

const coming = new Map();

/** A chunk that did not come is fetched anew the next time. */
function fetched(name) {
  let chunk = coming.get(name);
  if (chunk === undefined) {
    const program = initSync(undefined, undefined);
    const file = fetch(new URL(name, import.meta.url));
    chunk = WebAssembly.instantiateStreaming(file, { __wasm_split: program, __wasm_main: program });
    coming.set(name, chunk);
    chunk.catch(() => coming.delete(name));
  }
  return chunk;
}

/** Tells the program by its own function whether everything came. */
function page(...names) {
  return async (callback, data) => {
    const came = await Promise.all(names.map(fetched)).then(
      () => true,
      () => false,
    );
    initSync(undefined, undefined).__indirect_function_table.get(callback)(data, came);
  };
}

