// How long things take, in seconds, is told apart at these bounds; and which steps of a sign-in an event tells of.
import type { Happening } from "../kernel/happenings.ts";

export const bounds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface SignInStep {
  step: "password" | "second-step" | "sign-in";
  outcome: "right" | "wrong" | "waiting" | "completed" | "cancelled";
}

const steps: Record<string, SignInStep> = {
  "sign-in.password-wrong": { step: "password", outcome: "wrong" },
  "sign-in.code-wrong": { step: "second-step", outcome: "wrong" },
  "sign-in.recovery-code-used": { step: "second-step", outcome: "right" },
  "sign-in.waiting": { step: "sign-in", outcome: "waiting" },
  "sign-in.completed": { step: "sign-in", outcome: "completed" },
  "sign-in.cancelled": { step: "sign-in", outcome: "cancelled" },
};

/** Of each there is a number from the beginning: what appears with its first one looks to Prometheus as if nothing had come. */
export const everyStep: readonly SignInStep[] = [
  { step: "password", outcome: "right" },
  { step: "second-step", outcome: "right" },
  ...Object.values(steps),
];

/** Likewise of the events that somebody is called for. */
export const calledFor = [{ event: "trusted-browser.stolen", outcome: "refused" }];

export const stepOf = (happening: Happening): SignInStep | undefined =>
  happening.what === "step" ? { step: happening.step, outcome: happening.outcome } : steps[happening.name];
