// Parses diagrams with the parsers of their own languages: reads {"name": ["mermaid" | "dot", text], ..} from standard
// input, writes {"name": ["error", ..], ..} to standard output.

import { text } from "node:stream/consumers";
import { JSDOM } from "jsdom";
import { parse } from "@ts-graphviz/parser";

// Mermaid cleans texts by means of a document.
const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");

const parsers = { mermaid: (diagram) => mermaid.parse(diagram), dot: (diagram) => parse(diagram) };
const found = {};
for (const [name, [language, diagram]] of Object.entries(JSON.parse(await text(process.stdin)))) {
  try {
    await parsers[language](diagram);
    found[name] = [];
  } catch (error) {
    found[name] = [error.message];
  }
}
process.stdout.write(JSON.stringify(found));
