// Who takes part, and how one speaks to each: a request is { path, headers, body }, an answer { status, headers, text }.
import { password } from "./servers/command.mjs";

const json = (path, body, headers = {}) => ({
  method: "POST",
  path,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

/** The cookies that an answer sets, as a browser would send them back; those it clears are left out. */
function cookiesOf(answer, part) {
  return [answer.headers["set-cookie"] ?? []]
    .flat()
    .map((line) => line.split(";", 1)[0])
    .filter((cookie) => cookie.includes(part) && !cookie.endsWith("="))
    .join("; ");
}

const refused = (answer) => new Error(`answered ${answer.status}: ${answer.text.slice(0, 200)}`);

/** What a JSON answer of this status holds under a name. @throws Error where it is another answer */
function held(answer, status, name) {
  const value = answer.status === status ? JSON.parse(answer.text)[name] : undefined;
  if (typeof value !== "string" || value === "") throw refused(answer);
  return value;
}

/**
 * `first` and `second` make requests; `signInOf` and `sessionOf` read what they yielded, or throw; `probe` asks who is
 * signed in, `check` does with the cookie that a browser would send. `times`: how many times as many people as the slowest, so that everybody's rounds last about as long.
 */
export const contenders = [
  {
    name: "countersign",
    // As `npm start` and the examples of deploy/ start it.
    node: ["--max-semi-space-size=8"],
    times: 8,
    first: ({ login }) => json("/api/v1/sign-ins", { login, password }),
    signInOf: (answer) => held(answer, 201, "signIn"),
    second: (signIn, code) =>
      json("/api/v1/sign-ins/current/answers", { method: "totp", code }, { authorization: `SignIn ${signIn}` }),
    sessionOf: (answer) => held(answer, 200, "session"),
    probe: (session) => ({ method: "GET", path: "/api/v1/session", headers: { authorization: `Bearer ${session}` } }),
    check: (session) => ({ path: "/api/v1/session", headers: { cookie: `countersign-session=${session}` } }),
  },
  {
    name: "better-auth",
    times: 1,
    first: ({ login }, origin) => json("/api/auth/sign-in/email", { email: login, password }, { origin }),
    signInOf(answer) {
      const cookie = answer.status === 200 ? cookiesOf(answer, "two_factor=") : "";
      if (!cookie) throw refused(answer);
      return cookie;
    },
    second: (cookie, code, origin) => json("/api/auth/two-factor/verify-totp", { code }, { cookie, origin }),
    sessionOf(answer) {
      held(answer, 200, "token");
      const cookie = cookiesOf(answer, "session_token=");
      if (!cookie) throw refused(answer);
      return cookie;
    },
    probe: (cookie) => ({ method: "GET", path: "/api/auth/get-session", headers: { cookie } }),
    check: (cookie) => ({ path: "/api/auth/get-session", headers: { cookie } }),
    // It answers 200 to everybody: nobody's session is `null`.
    isSignedIn: (answer) => answer.status === 200 && JSON.parse(answer.text)?.session !== undefined,
  },
  {
    name: "floor",
    times: 8,
    first: ({ login }) => json("/sign-ins", { login, password }),
    signInOf: (answer) => held(answer, 201, "signIn"),
    second: (signIn, code) => json("/answers", { code }, { authorization: `SignIn ${signIn}` }),
    sessionOf: (answer) => held(answer, 200, "session"),
    probe: (session) => ({ method: "GET", path: "/session", headers: { authorization: `Bearer ${session}` } }),
  },
];

export const isSignedIn = (contender, answer) =>
  contender.isSignedIn ? contender.isSignedIn(answer) : answer.status === 200;
