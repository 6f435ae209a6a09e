// Clients that mean no good by their slowness, over bare sockets; and the person who wants to sign in meanwhile.
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { expect } from "vitest";
import type { TestPerson, World } from "../support/world.ts";
import { createWorld } from "../support/world.ts";
import { call, type Program, settingsOf, startProgram } from "./program.ts";

export interface SlowClient {
  socket: Socket;
  /** The beginning of what it was answered. */
  heard(): string;
  ended(): boolean;
}

/** How a client behaves once it is connected; what it returns is called when its connection is over. */
export type Manner = (socket: Socket) => undefined | (() => void);

/** @param from the address it comes from, of this machine's own network 127.0.0.0/8 */
export function open(program: Program, manner?: Manner, from = "127.0.0.1"): Promise<SlowClient> {
  const { hostname, port } = new URL(program.url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), localAddress: from });
    let heard = "";
    let ended = false;
    const client = { socket, heard: () => heard, ended: () => ended };
    let over: undefined | (() => void);
    socket.on("data", (bytes) => {
      if (heard.length < 1000) heard += bytes.toString("latin1");
    });
    // A connection that the server breaks off is what is waited for.
    socket.on("error", () => {});
    socket.once("close", () => {
      ended = true;
      over?.();
      resolve(client);
    });
    socket.once("connect", () => {
      over = manner?.(socket);
      resolve(client);
    });
  });
}

export const openMany = (program: Program, count: number, manner?: Manner, from?: string): Promise<SlowClient[]> =>
  Promise.all(Array.from({ length: count }, () => open(program, manner, from)));

/** Says something every so many ms, until the connection is over. */
export const dripping =
  (start: string, drop: string, every = 100): Manner =>
  (socket) => {
    socket.write(start);
    const timer = setInterval(() => socket.write(drop), every);
    return () => clearInterval(timer);
  };

/** As fast as it is taken. */
export const pouring =
  (start: string, more: string): Manner =>
  (socket) => {
    socket.write(start);
    const pour = () => {
      while (!socket.destroyed && socket.write(more));
    };
    socket.on("drain", pour);
    pour();
    return undefined;
  };

export const head = (first: string, ...fields: string[]): string =>
  [`${first} HTTP/1.1`, "host: localhost", ...fields, ""].join("\r\n");

export interface Besieged {
  world: World;
  program: Program;
  /** A whole sign-in, and a check of its session; by somebody else each time, who has a code that nobody gave. */
  personSignsIn(): Promise<void>;
  /** MiB more than at the beginning. */
  grown(): number;
  end(): Promise<void>;
}

/** @param under a command that runs the program */
export async function besieged(under: string[] = []): Promise<Besieged> {
  const world = await createWorld({ realClock: true });
  const people: TestPerson[] = [];
  for (let i = 0; i < 40; i++) people.push(await world.addPerson({ email: `kim${i}@acme.example`, enrolled: true }));
  await world.needs.db.close();
  const program = await startProgram(
    { ...settingsOf(world.config), COUNTERSIGN_LOG_LEVEL: "error" },
    { within: under },
  );
  const personSignsIn = async () => {
    const who = people.pop() as TestPerson;
    const begun = await call(program.url, "/api/v1/sign-ins", { login: who.person.email, password: who.password });
    expect(begun).toMatchObject({ status: 201 });
    const answer = { method: "totp", code: world.code(who) };
    const done = await call(program.url, "/api/v1/sign-ins/current/answers", answer, `SignIn ${begun.json.signIn}`);
    expect(done).toMatchObject({ status: 200, json: { step: "done" } });
    const session = await call(program.url, "/api/v1/session", undefined, `Bearer ${done.json.session}`);
    expect(session).toMatchObject({ status: 200, json: { person: { email: who.person.email } } });
  };
  // What is loaded at the first use, and what the runtime takes for any two thousand requests, is no growth.
  await personSignsIn();
  const ordinary = ["/sign-in", "/api/v1/session", "/api/openapi.json"];
  for (let i = 0; i < 2000; i += 20)
    await Promise.all(Array.from({ length: 20 }, (_, j) => call(program.url, ordinary[(i + j) % 3] as string)));
  const atFirst = resident(program);
  return {
    world,
    program,
    personSignsIn,
    grown: () => resident(program) - atFirst,
    async end() {
      program.child.kill("SIGKILL");
      await program.exited;
      await world.close();
    },
  };
}

function resident({ child }: Program): number {
  const status = readFileSync(`/proc/${child.pid}/status`, "latin1");
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1]) / 1024;
}

/** What is asked of the machine besides. */
export const linux = process.platform === "linux";
export const onlyLinux = "memory, files and addresses of this machine's own network are had as Linux has them";
