// What a sign-in or a session can be refused for, in words.
import { Problem } from "../kernel/problem.ts";

export const wrongCredentials = (): Problem =>
  new Problem("wrong-credentials", 401, ({ problems }) => problems.wrongCredentials);
export const wrongPassword = (): Problem =>
  new Problem("wrong-password", 401, ({ problems }) => problems.wrongPassword);
export const wrongCode = (triesLeft?: number): Problem =>
  new Problem("wrong-code", 401, ({ problems }) => problems.wrongCode, {
    members: triesLeft === undefined ? {} : { triesLeft },
  });
export const nothingPending = (): Problem =>
  new Problem("nothing-pending", 409, ({ failures }) => failures.nothingPending);
export const wrongSetUpCode = (offBySeconds: number | undefined): Problem =>
  new Problem("wrong-code", 401, ({ failures }) => failures.wrongSetUpCode, {
    members: offBySeconds === undefined ? {} : { offBySeconds },
  });

export const signInEnded = (): Problem => new Problem("sign-in-ended", 410, ({ problems }) => problems.signInEnded);
