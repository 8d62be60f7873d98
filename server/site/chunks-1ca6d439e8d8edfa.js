// Fetches the chunks of a page; the program asks for them by the functions at the end, which the build adds.
import { initSync } from "./portal-1ca6d439e8d8edfa.js";

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

export const __wasm_split_load_bills = page("./bills-af223cff4c128669.wasm", "./shared-d85bd9898d441f10.wasm", "./shared-25ef9df98a11b133.wasm", "./shared-affa17d766d7a188.wasm", "./shared-b0478a1afdaa745f.wasm", "./shared-854b97ada162375b.wasm");
export const __wasm_split_load_bills_panel = page("./bills_panel-72fcfafea8d7f6c3.wasm", "./shared-d85bd9898d441f10.wasm", "./shared-88c39d2896c848ef.wasm", "./shared-50af6392d3f3414f.wasm", "./shared-affa17d766d7a188.wasm");
export const __wasm_split_load_funding = page("./funding-65c09ee1fd393c7d.wasm", "./shared-88c39d2896c848ef.wasm", "./shared-b369c52b277196d4.wasm", "./shared-d4603ca4ecfffe63.wasm", "./shared-89c2363c5ed0b260.wasm", "./shared-63b2ce8b83d0f344.wasm", "./shared-affa17d766d7a188.wasm", "./shared-854b97ada162375b.wasm");
export const __wasm_split_load_monthly = page("./monthly-e566154da9ca23c5.wasm", "./shared-88c39d2896c848ef.wasm", "./shared-b369c52b277196d4.wasm", "./shared-b62906991032ef5f.wasm", "./shared-25ef9df98a11b133.wasm", "./shared-affa17d766d7a188.wasm", "./shared-b0478a1afdaa745f.wasm", "./shared-854b97ada162375b.wasm");
export const __wasm_split_load_monthly_panel = page("./monthly_panel-8be065117e358c25.wasm", "./shared-88c39d2896c848ef.wasm", "./shared-b369c52b277196d4.wasm", "./shared-b62906991032ef5f.wasm", "./shared-25ef9df98a11b133.wasm", "./shared-63b2ce8b83d0f344.wasm", "./shared-9d468aa81ac1b486.wasm", "./shared-50af6392d3f3414f.wasm", "./shared-affa17d766d7a188.wasm");
export const __wasm_split_load_operator = page("./operator-6230776a176239d3.wasm", "./shared-88c39d2896c848ef.wasm", "./shared-d4603ca4ecfffe63.wasm", "./shared-63b2ce8b83d0f344.wasm", "./shared-50af6392d3f3414f.wasm", "./shared-75bc374c50d22929.wasm", "./shared-affa17d766d7a188.wasm", "./shared-854b97ada162375b.wasm");
export const __wasm_split_load_organization = page("./organization-b856b083383086a1.wasm", "./shared-88c39d2896c848ef.wasm", "./shared-b369c52b277196d4.wasm", "./shared-89c2363c5ed0b260.wasm", "./shared-63b2ce8b83d0f344.wasm", "./shared-50af6392d3f3414f.wasm", "./shared-affa17d766d7a188.wasm", "./shared-854b97ada162375b.wasm");
export const __wasm_split_load_overview = page("./overview-07974dea0dfe5708.wasm", "./shared-88c39d2896c848ef.wasm", "./shared-affa17d766d7a188.wasm");
export const __wasm_split_load_payments = page("./payments-375bd917cc7bbbee.wasm", "./shared-88c39d2896c848ef.wasm", "./shared-25ef9df98a11b133.wasm", "./shared-63b2ce8b83d0f344.wasm", "./shared-9d468aa81ac1b486.wasm", "./shared-75bc374c50d22929.wasm", "./shared-affa17d766d7a188.wasm");
