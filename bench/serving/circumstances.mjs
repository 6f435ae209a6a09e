// What a run was told, and under which circumstances it measured.
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";
import { parseArgs } from "node:util";
import { fileSystemOf } from "./server-process.mjs";

/** @param defaults whole numbers, and lists of such, by the name of the option; `--json` is understood besides */
export function readOptions(defaults) {
  const options = { json: { type: "boolean", default: false } };
  for (const [name, value] of Object.entries(defaults)) options[name] = { type: "string", default: String(value) };
  const { values } = parse(options);
  const read = { json: values.json };
  for (const [name, value] of Object.entries(defaults)) {
    const numbers = values[name].split(",").map((text) => number(name, text));
    read[name] = Array.isArray(value) ? numbers : numbers[0];
  }
  return read;
}

function parse(options) {
  try {
    return parseArgs({ options });
  } catch (error) {
    return stop(error.message);
  }
}

function number(name, text) {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : stop(`--${name} takes whole numbers from 1, not '${text}'.`);
}

function stop(why) {
  console.error(why);
  return process.exit(2);
}

/** @param cores as the servers and the generator were pinned, or nothing */
export function describeMachine(folder, cores) {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    fileSystem: fileSystemOf(folder),
    loadBefore: Number(loadavg()[0].toFixed(2)),
    pinned: cores ?? null,
  };
}

/** @param peers packages of the benches' own folder */
export function readVersions(peers) {
  const version = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")).version;
  const { node, sqlite, openssl } = process.versions;
  const versions = { countersign: version("../../package.json"), node, sqlite, openssl };
  for (const peer of peers) versions[peer] = version(`../node_modules/${peer}/package.json`);
  return versions;
}

/** Where one is, apart from the result. */
export function tell(text) {
  process.stderr.write(`${text}\n`);
}
