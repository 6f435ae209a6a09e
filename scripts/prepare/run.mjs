// Runs a program quietly: what it printed is kept, and shown only where it failed.
import { spawn } from "node:child_process";

/** @returns {Promise<void>} rejects with the program's own words, under the sentence given in `failed`. */
export function runQuietly(command, args, { failed, cwd, env, shell = false, stopBy = "SIGKILL" }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      shell,
      stdio: ["ignore", "pipe", "pipe"],
    });
    // Nothing of ours may go on in the background; npm takes its time over milder signals, and what it left is redone.
    const stop = () => child.kill(stopBy);
    process.once("exit", stop);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
      });
    }
    const settle = (problem) => {
      process.removeListener("exit", stop);
      if (problem === undefined) resolve();
      else reject(new Error(`${failed}\n${problem}`.trim()));
    };
    child.on("error", (error) => settle(error.message));
    child.on("close", (code, signal) =>
      settle(code === 0 ? undefined : output.trim() || `${command}: ${signal ?? code}`),
    );
  });
}
