// Machines of one network, each a network namespace on a switch that is one as well: cables can be pulled, and a machine
// loses its power with everything that runs on it. Nothing of it is left when the test ends, however that is.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { findProgram } from "../../scripts/prepare/tools.mjs";
import type { ServerUser } from "./postgres.ts";

const prefix = "countersign-";

export interface Machine {
  name: string;
  /** On the network that can be cut. */
  address: string;
  /** On a cable of its own from the test, which is never cut. */
  beside: string;
  /** Runs on it, in a process space of its own. */
  run(command: string[], how: { user?: ServerUser; log: string; folder: string }): ChildProcess;
  /** What a command has to begin with to run there as a child of the test. */
  within: string[];
  /** Everything on it is gone at once. */
  powerOff(): Promise<void>;
  unplug(): void;
  plug(): void;
}

export interface Network {
  machines: Record<string, Machine>;
  /** Of all addresses in it, for rules about who may connect. */
  range: string;
  remove(): Promise<void>;
}

/** Why this machine can't have any; `undefined`: it can. */
export function whyNoNamespaces(): string | undefined {
  if (process.platform !== "linux") return "network namespaces are Linux's";
  if (process.getuid?.() !== 0) return "making network namespaces takes root";
  for (const name of ["ip", "setpriv", "unshare"]) if (!findProgram(name)) return `${name} is not installed`;
  sweep();
  const trial = `${prefix}${process.pid}-trial`;
  try {
    ip("netns", "add", trial);
    ip("-n", trial, "link", "add", "trial", "type", "bridge");
    execFileSync("ip", ["netns", "exec", trial, ...ownProcesses, "true"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "network namespaces are not allowed here";
  } finally {
    removeSpace(trial);
  }
}

/** `kill-child`: whoever ends the first of them ends all, as a power cut would. */
const ownProcesses = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"];

export function makeNetwork(names: string[]): Network {
  const own = (name: string) => `${prefix}${process.pid}-${name}`;
  const subnet = freeSubnet();
  const hub = own("switch");
  const spaces: string[] = [];
  const running = new Map<string, Set<ChildProcess>>();
  const space = (name: string) => {
    ip("netns", "add", name);
    spaces.push(name);
    ip("-n", name, "link", "set", "lo", "up");
  };
  const endAll = () => {
    for (const all of running.values()) for (const child of all) child.kill("SIGKILL");
    for (const name of spaces) removeSpace(name);
  };
  process.once("exit", endAll);

  space(hub);
  ip("-n", hub, "link", "add", "hub", "type", "bridge");
  ip("-n", hub, "link", "set", "hub", "up");
  // From one end to the other; each end goes with its namespace, and takes the other along.
  const toSwitch = (end: string, port: string, address: string, from: string[] = []) => {
    ip(...from, "link", "add", end, "type", "veth", "peer", "name", port, "netns", hub);
    ip("-n", hub, "link", "set", port, "master", "hub", "up");
    ip(...from, "addr", "add", `${address}/24`, "dev", end);
    ip(...from, "link", "set", end, "up");
  };
  toSwitch(`cs${process.pid}`, "test", `10.213.${subnet}.1`);

  const machines: Record<string, Machine> = {};
  names.forEach((name, i) => {
    const called = own(name);
    space(called);
    const address = `10.213.${subnet}.${10 + i}`;
    toSwitch("eth0", name, address, ["-n", called]);
    const cable = `cs${process.pid}-${i}`;
    ip("link", "add", cable, "type", "veth", "peer", "name", "beside", "netns", called);
    ip("addr", "add", `10.214.${subnet}.${4 * i + 1}/30`, "dev", cable);
    ip("link", "set", cable, "up");
    ip("-n", called, "addr", "add", `10.214.${subnet}.${4 * i + 2}/30`, "dev", "beside");
    ip("-n", called, "link", "set", "beside", "up");
    const children = new Set<ChildProcess>();
    running.set(name, children);
    machines[name] = {
      name,
      address,
      beside: `10.214.${subnet}.${4 * i + 2}`,
      within: ["ip", "netns", "exec", called, "setpriv", "--pdeathsig=KILL"],
      run(command, { user, log, folder }) {
        const as = user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"] : [];
        // Once more, because becoming somebody else makes a process forget with whom it ends.
        const inside = ["setpriv", "--pdeathsig=KILL", ...as, ...command];
        const [program = "", ...args] = [...this.within, ...ownProcesses, ...inside];
        const out = openSync(log, "a");
        const child = spawn(program, args, {
          cwd: folder,
          env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8" },
          stdio: ["ignore", out, out],
        });
        closeSync(out);
        children.add(child);
        return child;
      },
      async powerOff() {
        for (const child of children) {
          children.delete(child);
          if (child.exitCode !== null || child.signalCode !== null) continue;
          const gone = once(child, "exit");
          child.kill("SIGKILL");
          await gone;
        }
      },
      // The lamp stays lit, and nothing arrives: nobody is told that the other end is gone.
      unplug: () => ip("-n", hub, "link", "set", name, "nomaster"),
      plug: () => ip("-n", hub, "link", "set", name, "master", "hub"),
    };
  });
  return {
    machines,
    range: `10.213.${subnet}.0/24`,
    async remove() {
      process.removeListener("exit", endAll);
      for (const machine of Object.values(machines)) await machine.powerOff();
      endAll();
    },
  };
}

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });
}

function removeSpace(name: string): void {
  try {
    const left = execFileSync("ip", ["netns", "pids", name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    for (const pid of left.split(/\s+/).filter(Boolean)) process.kill(Number(pid), "SIGKILL");
  } catch {}
  try {
    ip("netns", "del", name);
  } catch {}
}

/** A run that was killed could not tidy up: its namespaces name the process that made them. */
function sweep(): void {
  const all = execFileSync("ip", ["netns", "list"], { encoding: "utf8" }).split("\n");
  for (const [name = ""] of all.map((line) => line.split(" "))) {
    const [, pid] = /^countersign-(\d+)-/.exec(name) ?? [];
    if (!pid) continue;
    try {
      process.kill(Number(pid), 0);
    } catch {
      removeSpace(name);
    }
  }
}

function freeSubnet(): number {
  const taken = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []);
  for (let i = 0; i < 250; i++) {
    const subnet = (process.pid + i) % 250;
    if (!taken.some((address) => /^10\.21[34]\./.test(address) && address.split(".")[2] === String(subnet)))
      return subnet;
  }
  throw new Error("no subnet is free");
}
