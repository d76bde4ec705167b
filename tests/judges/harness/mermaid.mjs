// Parses diagrams as a browser would: mermaid.mjs NODE_MODULES < JSON list of texts; prints a JSON list of errors or null.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";

const modules = process.argv[2];
const require = createRequire(path.join(modules, "x.js"));
const { JSDOM } = require("jsdom");

// Labels are cleaned with the page's own means.
const { window } = new JSDOM("<!doctype html><body></body>");
globalThis.window = window;
globalThis.document = window.document;

const { default: mermaid } = await import(pathToFileURL(path.join(modules, "mermaid/dist/mermaid.core.mjs")));
mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });

let text = "";
for await (const chunk of process.stdin) text += chunk;
const found = [];
for (const diagram of JSON.parse(text)) {
  try {
    await mermaid.parse(diagram);
    found.push(null);
  } catch (error) {
    found.push(String(error.message ?? error));
  }
}
console.log(JSON.stringify(found));
