// The state machine of a sign-in: (state, event, facts) -> state and effects. Pure; docs/sign-in-flow.md draws it, and a
// test holds the drawing against this code. Facts are loaded afresh for every event and never remembered from the start.
import { type Proof, satisfies } from "../sessions/rules.ts";

export type State =
  | { at: "start" }
  | { at: "second-step"; proofs: Proof[] }
  | { at: "set-up"; proofs: Proof[]; why: SetUpReason }
  | { at: "offer-set-up"; proofs: Proof[] }
  /** `remade`: how often the codes were made anew because the first ones were not saved. `byPass`: they take the place of all there was. */
  | { at: "save-codes"; proofs: Proof[]; remade?: number; byPass?: true }
  | { at: "done"; proofs: Proof[] }
  | { at: "ended"; because: Ending };

/** Why set-up has to come before anything else opens. */
export type SetUpReason = "required" | "recovery-code" | "pass";
export type Ending = "cancelled" | "help-asked" | "expired" | "too-many-wrong-answers" | "no-longer-valid";

/** What a destination asks for, whatever policy says: a second factor given in this very sign-in, or nothing. */
export type Asked = "second-factor" | "";

export type Event =
  | "password-accepted"
  | "provider-accepted"
  | "session-continued"
  | "first-step-vouched"
  | "provider-session-continued"
  | "code-accepted"
  | "code-refused"
  | "recovery-code-accepted"
  | "recovery-code-refused"
  | "help-asked"
  | "pass-accepted"
  | "set-up-chosen"
  | "not-now"
  | "set-up-confirmed"
  | "codes-remade"
  | "codes-saved"
  | "cancelled"
  | "time-passed";

/** How things stand at this very moment. */
export interface Facts {
  level: "off" | "optional" | "required";
  /** A requirement that binds later: set-up is offered until then. */
  deadline: boolean;
  /** Live authenticators, those that can't be read included: they count as 'has one, can't be verified'. */
  authenticators: number;
  /** This browser is trusted for this very person. */
  trusted: boolean;
  /** The person is active, the password is still the one that was given, the identity provider still one of ours. */
  valid: boolean;
  /** The pass that led this sign-in to set-up still holds: not cancelled, and nothing proven or changed since. */
  helped: boolean;
  /** Wrong answers of this sign-in, the one that is being told included. */
  wrongAnswers: number;
}

/**
 * `new-token`: an answer was accepted and the sign-in goes on, so that a token seen before is worth nothing after. Set-up
 * confirmed keeps it: the next rise is the session, whose token is new.
 */
export type Effect = "new-token" | "begin-session" | "forget-sign-in" | "give-trust";

export interface Move {
  state: State;
  effects: Effect[];
}

/** A sign-in ends after so many wrong answers. */
export const mostWrongAnswers = 5;
/** Recovery codes are made anew so often in one sign-in: each time costs ten slow hashes. */
export const mostRemade = 3;

export function next(state: State, event: Event, facts: Facts): Move {
  if (state.at === "done" || state.at === "ended") return stay(state);
  if (event === "cancelled") return end("cancelled");
  if (event === "time-passed") return end("expired");
  if (!facts.valid) return end("no-longer-valid");

  switch (state.at) {
    case "start":
      return fromStart(state, event, facts);
    case "second-step":
      return fromSecondStep(state, event, facts);
    case "set-up":
      return fromSetUp(state, event, facts);
    case "offer-set-up":
      if (event === "set-up-chosen") return climb(state.proofs, facts, "set-up-chosen");
      // Judged again: what was offered may be required by now.
      return event === "not-now" ? climb(state.proofs, facts, "not-now") : stay(state);
    case "save-codes":
      if (event === "codes-remade") return remade(state);
      if (event !== "codes-saved") return stay(state);
      // What was set up here may have been reset since: then its code proves nothing any more.
      return facts.authenticators > 0 ? done(state.proofs, facts) : climb(state.proofs.slice(0, 1), facts);
  }
}

function fromStart(state: State, event: Event, facts: Facts): Move {
  switch (event) {
    case "password-accepted":
      return climb(["password"], facts);
    // An application has looked at the password itself; what begins by it is good for that application alone.
    case "first-step-vouched":
      return climb(["vouched"], facts);
    case "provider-accepted":
      return climb(["provider"], facts);
    // Without an authenticator the way would lead to set-up, which wants the first proof given anew.
    case "session-continued":
      return facts.authenticators > 0 ? climb(["password"], facts) : stay(state);
    case "provider-session-continued":
      return facts.authenticators > 0 ? climb(["provider"], facts) : stay(state);
    default:
      return stay(state);
  }
}

function remade(state: Extract<State, { at: "save-codes" }>): Move {
  const times = (state.remade ?? 0) + 1;
  return times > mostRemade ? stay(state) : move({ ...state, remade: times });
}

function fromSecondStep(state: Extract<State, { at: "second-step" }>, event: Event, facts: Facts): Move {
  switch (event) {
    case "code-accepted":
      return done([...state.proofs, "totp"], facts);
    case "recovery-code-accepted":
      return move({ at: "set-up", proofs: [...state.proofs, "recovery-code"], why: "recovery-code" }, ["new-token"]);
    case "pass-accepted":
      return move({ at: "set-up", proofs: state.proofs, why: "pass" }, ["new-token"]);
    case "help-asked":
      return end("help-asked");
    case "code-refused":
    case "recovery-code-refused":
      return facts.wrongAnswers >= mostWrongAnswers ? end("too-many-wrong-answers") : stay(state);
    default:
      return stay(state);
  }
}

function fromSetUp(state: Extract<State, { at: "set-up" }>, event: Event, facts: Facts): Move {
  if (event !== "set-up-chosen" && event !== "set-up-confirmed") return stay(state);
  if (!mayAdd(state, facts)) return move({ at: "second-step", proofs: state.proofs });
  if (event !== "set-up-confirmed") return stay(state);
  const byPass = state.why === "pass" ? { byPass: true as const } : {};
  return move({ at: "save-codes", proofs: [...state.proofs, "totp"], ...byPass });
}

/** Whether this sign-in may still add an authenticator: judged at every step of set-up, and by whoever stores one. */
export function mayAdd({ why }: Extract<State, { at: "set-up" }>, { authenticators, helped }: Facts): boolean {
  switch (why) {
    // Another sign-in may have set one up since: whoever only knows the password must not add a second.
    case "required":
      return authenticators === 0;
    case "recovery-code":
      return true;
    // Its owner may have cancelled it since, or found the phone.
    case "pass":
      return helped;
  }
}

/** Where a sign-in stands with these proofs: the one place that lets anybody past. */
function climb(proofs: Proof[], facts: Facts, choice?: "set-up-chosen" | "not-now"): Move {
  if (facts.level === "off") return done(proofs, facts);
  if (facts.authenticators > 0) {
    return facts.trusted ? done([...proofs, "trusted-browser"], facts) : move({ at: "second-step", proofs });
  }
  if (facts.level === "required" || choice === "set-up-chosen") return move({ at: "set-up", proofs, why: "required" });
  return facts.deadline && choice !== "not-now" ? move({ at: "offer-set-up", proofs }) : done(proofs, facts);
}

function done(proofs: Proof[], facts: Facts): Move {
  // Judged again at completion, whatever the way here was.
  if (!satisfies(proofs, facts.level)) return climb(proofs, facts);
  const effects: Effect[] = ["begin-session", "forget-sign-in"];
  if (proofs.includes("totp")) effects.push("give-trust");
  return { state: { at: "done", proofs }, effects };
}

const move = (state: State, effects: Effect[] = []): Move => ({ state, effects });
const stay = (state: State): Move => ({ state, effects: [] });
const end = (because: Ending): Move => ({ state: { at: "ended", because }, effects: ["forget-sign-in"] });

/** The states in which a person is to do something, as the JSON API names them. */
export type Step = Exclude<State["at"], "start" | "ended">;
