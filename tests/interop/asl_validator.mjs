// Validates definitions with the npm package asl-validator: reads {"name": definition, ..} from standard input, writes
// {"name": ["error", ..], ..} to standard output.

import { text } from "node:stream/consumers";
import validate from "asl-validator";

const definitions = Object.entries(JSON.parse(await text(process.stdin)));
const errors = definitions.map(([name, definition]) => [name, validate(definition).errors.map(describe)]);
process.stdout.write(JSON.stringify(Object.fromEntries(errors)));

function describe(error) {
  return `${error["Error code"]}: ${error.Message}`.replace(/\s+/g, " ");
}
