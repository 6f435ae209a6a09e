// Holds the drawing in docs/sign-in-flow.md against the machine: every edge that one has, the other has too.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Event, type Facts, mostWrongAnswers, next, type State } from "./flow.ts";

const allEvents: Record<Event, true> = {
  "password-accepted": true,
  "provider-accepted": true,
  "session-continued": true,
  "first-step-vouched": true,
  "provider-session-continued": true,
  "code-accepted": true,
  "code-refused": true,
  "recovery-code-accepted": true,
  "recovery-code-refused": true,
  "help-asked": true,
  "pass-accepted": true,
  "set-up-chosen": true,
  "not-now": true,
  "set-up-confirmed": true,
  "codes-remade": true,
  "codes-saved": true,
  cancelled: true,
  "time-passed": true,
};
const events = Object.keys(allEvents) as Event[];

const states: { [At in State["at"]]: Extract<State, { at: At }>[] } = {
  start: [{ at: "start" }],
  "second-step": [
    { at: "second-step", proofs: ["password"] },
    { at: "second-step", proofs: ["provider"] },
  ],
  "set-up": [
    { at: "set-up", proofs: ["password"], why: "required" },
    { at: "set-up", proofs: ["password", "recovery-code"], why: "recovery-code" },
    { at: "set-up", proofs: ["password"], why: "pass" },
  ],
  "offer-set-up": [{ at: "offer-set-up", proofs: ["password"] }],
  "save-codes": [
    { at: "save-codes", proofs: ["password", "totp"] },
    { at: "save-codes", proofs: ["password", "recovery-code", "totp"] },
  ],
  done: [
    { at: "done", proofs: ["password"] },
    { at: "done", proofs: ["password", "totp"] },
    { at: "done", proofs: ["password", "trusted-browser"] },
  ],
  ended: [{ at: "ended", because: "cancelled" }],
};

const booleans = [false, true];
const facts: Facts[] = (["off", "optional", "required"] as const).flatMap((level) =>
  booleans.flatMap((deadline) =>
    booleans.flatMap((trusted) =>
      booleans.flatMap((valid) =>
        [0, 1, 2].flatMap((authenticators) =>
          [0, 1, mostWrongAnswers].flatMap((wrongAnswers) =>
            booleans.map((helped) => ({
              ...{ level, deadline, trusted, valid, authenticators, wrongAnswers, helped },
            })),
          ),
        ),
      ),
    ),
  ),
);

type Edge = `${string} --> ${string} : ${string}`;

/** Every edge that the machine has over the whole grid of states, events and facts. */
function edgesOfTheMachine(): Set<Edge> {
  const edges = new Set<Edge>();
  for (const state of Object.values(states).flat()) {
    for (const event of events) {
      for (const fact of facts) {
        const { state: to, effects } = next(state, event, fact);
        if (to !== state || effects.length > 0) edges.add(`${state.at} --> ${to.at} : ${event}`);
      }
    }
  }
  return edges;
}

/** The edges that a Mermaid state diagram draws; one from a composite state is one from each state in it. */
function edgesOfTheDrawing(drawing: string): Set<Edge> {
  const names = new Map<string, string>();
  const inside = new Map<string, Set<string>>();
  const drawn: { from: string; to: string; label: string }[] = [];
  let composite: string | undefined;
  for (const line of drawing.split("\n").map((text) => text.trim())) {
    if (line === "" || line === "stateDiagram-v2") continue;
    const alias = /^state "([^"]+)" as (\w+)$/.exec(line);
    const opening = /^state (\w+) \{$/.exec(line);
    const edge = /^(\[\*\]|\w+) --> (\[\*\]|\w+)(?: : ([^[\]]+?)(?: \[[^[\]]+\])?)?$/.exec(line);
    if (alias) names.set(alias[2] as string, alias[1] as string);
    else if (opening) {
      composite = opening[1] as string;
      inside.set(composite, new Set());
    } else if (line === "}") composite = undefined;
    else if (edge) {
      const [, from, to, label] = edge as unknown as [string, string, string, string | undefined];
      if (composite) for (const end of [from, to]) if (end !== "[*]") inside.get(composite)?.add(end);
      if (from !== "[*]" && to !== "[*]") drawn.push({ from, to, label: label ?? "" });
    } else throw new Error(`the drawing has a line that is not understood: ${line}`);
  }
  const name = (id: string): string => names.get(id) ?? id;
  const edges = new Set<Edge>();
  for (const { from, to, label } of drawn) {
    for (const source of inside.get(from) ?? [from]) {
      for (const event of label === "any event" ? events : label.split(", ")) {
        edges.add(`${name(source)} --> ${name(to)} : ${event}`);
      }
    }
  }
  return edges;
}

const page = readFileSync(new URL("../../docs/sign-in-flow.md", import.meta.url), "utf8");
const drawing = /```mermaid\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
const missing = (from: Set<Edge>, others: Set<Edge>): Edge[] => [...from].filter((edge) => !others.has(edge)).sort();

describe("the drawing of the sign-in", () => {
  const machine = edgesOfTheMachine();
  const drawn = edgesOfTheDrawing(drawing);

  test("leaves out no edge of the machine", () => {
    expect(machine.size).toBeGreaterThan(60);
    expect(missing(machine, drawn)).toEqual([]);
  });

  test("invents no edge", () => {
    expect(missing(drawn, machine)).toEqual([]);
  });

  test("names every state of the machine in its table, and no other", () => {
    const table = [...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
    expect(table).toEqual(Object.keys(states));
  });

  test("is read strictly: an edge left out or added shows", () => {
    const without = edgesOfTheDrawing(drawing.replace(/^.*set_up --> save_codes.*$/m, ""));
    expect(missing(machine, without)).toEqual(["set-up --> save-codes : set-up-confirmed"]);
    const more = edgesOfTheDrawing(`${drawing}\n  set_up --> done : not-now`);
    expect(missing(more, machine)).toEqual(["set-up --> done : not-now"]);
    expect(() => edgesOfTheDrawing("start -> done")).toThrow("not understood");
  });
});
