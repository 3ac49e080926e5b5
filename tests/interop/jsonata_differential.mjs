// Compares what expressions gave in workflow-asl, as its test `jsonata` recorded it, with the JSONata of npm.
//
//     node tests/interop/jsonata_differential.mjs NODE_MODULES_PARENT OUTCOMES
//
// OUTCOMES is target/tmp/jsonata-outcomes.jsonl. A difference that is not explained below fails.

import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';

const [modules, outcomes] = process.argv.slice(2);
const jsonata = createRequire(path.resolve(modules, 'package.json'))('jsonata');

// Why an outcome may be another: by the name of the rule, whether it explains this one.
const EXPLAINED = {
    'JSONata fails with an error of JavaScript, without a code': (ours, npm) => npm.error === undefined && 'error' in npm,
    'a number past the range of a double fails here': (ours, npm) => ours.error === 'D1001',
    '$count(null) is 0 in Step Functions': (ours, npm, text) => text.startsWith('$count(') && ours.value === 0,
    'a function is never true, and has no fields': (ours, npm, text) => /function.* (and|or)|(and|or) function|\(function.*\)\.\*/.test(text),
    'a matcher that gives no match object fails, as in later versions': (ours) => ours.error === 'T1010',
    'the clock of a row is fixed': (ours, npm, text) => /\$now\(|\$millis\(/.test(text),
};

function isFunction(value) {
    return typeof value === 'function' || (value !== null && typeof value === 'object' &&
        (value._jsonata_lambda || value._jsonata_function || Object.values(value).some(isFunction)));
}

async function outcome(text, input) {
    let expression;
    try {
        expression = jsonata(text);
    } catch (error) {
        return {syntax: error.message};
    }
    try {
        const value = await expression.evaluate(undefined, {states: {input}});
        if (value === undefined) {
            return {undefined: true};
        }
        return isFunction(value) ? {unsupported: true} : {value: JSON.parse(JSON.stringify(value))};
    } catch (error) {
        return {error: error.code};
    }
}

// JSON with the keys in order, so that equal values have equal texts.
function canonical(value) {
    return JSON.stringify(value, (key, part) => part && typeof part === 'object' && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a < b ? -1 : 1)) : part);
}

const [head, ...lines] = fs.readFileSync(outcomes, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const explained = new Map(Object.keys(EXPLAINED).map((rule) => [rule, 0]));
let equal = 0;
const unexplained = [];
for (const {expression, input, outcome: ours} of lines) {
    const npm = await outcome(expression, structuredClone(head.inputs[input]));
    if (canonical(ours) === canonical(npm)) {
        equal += 1;
        continue;
    }
    const rule = Object.keys(EXPLAINED).find((name) => EXPLAINED[name](ours, npm, expression));
    if (rule) {
        explained.set(rule, explained.get(rule) + 1);
    } else {
        unexplained.push(`${expression} with input ${input}: ${canonical(ours)}, npm ${canonical(npm)}`);
    }
}
console.log(`${equal} of ${lines.length} outcomes are equal`);
for (const [rule, count] of explained) {
    console.log(`  ${count}: ${rule}`);
}
if (unexplained.length || equal === 0) {
    console.log(`${unexplained.length} differences are not explained:\n${unexplained.slice(0, 100).join('\n')}`);
    process.exit(1);
}
