// What the library exports. The embedding surface grows with the releases; today it is the program itself.
export { type App, createApp } from "./app.tsx";
export { BadSetting, type Config, readConfig } from "./config.ts";
export type { Clock } from "./kernel/clock.ts";
export { Problem } from "./kernel/problem.ts";
export { type Choices, type Needs, open } from "./opening.ts";
export { type Policy, type Requirement, requirement } from "./policy/rules.ts";
export { type Running, serve } from "./serve.ts";
