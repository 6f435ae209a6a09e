// What the library exports: Countersign within an application, and the program itself.
export { type App, createApp } from "./app.tsx";
export { BadSetting, type Config, readConfig } from "./config.ts";
export type { Clock } from "./kernel/clock.ts";
export { Problem } from "./kernel/problem.ts";
export {
  type Asking,
  type Countersign,
  type CountersignOptions,
  createCountersign,
  type RefusedBecause,
  type SecondFactorResult,
  type SessionOfPerson,
  type Vouching,
  type VouchResult,
} from "./library.ts";
export { type Choices, type Needs, open } from "./opening.ts";
export { type Policy, type Requirement, requirement } from "./policy/rules.ts";
export { type Running, serve } from "./serve.ts";
