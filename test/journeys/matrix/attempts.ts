// Sends hostile things to a cast's app and keeps what is careless about the answers.
import type { Answer } from "../../support/world.ts";
import { answerTo, credentials, methodOf, pathOf, routesOf } from "./calls.ts";
import type { Caller, Cast } from "./cast.ts";
import { type Document, mismatches, operationsOf, type Schema } from "./document.ts";
import { carelessness } from "./hostile.ts";
import { fill, type Route, requestFor, situationOf } from "./requests.ts";

export interface Sent {
  body?: string | Buffer;
  type?: string;
  headers?: Record<string, string>;
}

export interface JsonOperation {
  route: Route;
  method: string;
  path: string;
  caller: Caller;
  /** Would be taken. */
  valid: Record<string, unknown>;
  schemaOf(field: string): Schema;
}

export const formType = "application/x-www-form-urlencoded";
export const json = (body: string): Sent => ({ body, type: "application/json" });

export class Attempts {
  readonly troubles: string[] = [];
  readonly #cast: Cast;
  readonly #document: Document;

  constructor(cast: Cast, document: Document) {
    this.#cast = cast;
    this.#document = document;
  }

  async attempt(
    what: string,
    caller: Caller,
    method: string,
    path: string,
    { body, type, headers = {} }: Sent = {},
  ): Promise<Answer> {
    const all = new Headers({
      host: caller.host,
      "sec-fetch-site": "same-origin",
      ...credentials(this.#cast, caller, "cookie"),
      ...headers,
    });
    if (body !== undefined) all.set("content-length", String(Buffer.byteLength(body)));
    if (type !== undefined) all.set("content-type", type);
    const bytes = body === undefined ? {} : { body: new Uint8Array(Buffer.from(body)) };
    const before = this.#cast.transactions();
    const answer = await answerTo(
      this.#cast,
      new Request(`${this.#cast.world.origin}${path}`, { method, headers: all, ...bytes }),
    );
    const effects = this.#cast.transactions() > before ? await this.#cast.reset() : [];
    const troubles = carelessness(answer);
    if (answer.status >= 400 && effects.length > 0) troubles.push(`${answer.status}, and ${effects[0]?.table} changed`);
    this.troubles.push(
      ...troubles.map((trouble) => `${method} ${path.slice(0, 100)} with ${what.slice(0, 100)}: ${trouble}`),
    );
    return answer;
  }

  /** The same, where only a refusal will do. */
  async refused(
    what: string,
    caller: Caller,
    method: string,
    path: string,
    sent: Sent,
    ...statuses: number[]
  ): Promise<void> {
    const { status } = await this.attempt(what, caller, method, path, sent);
    if (!statuses.includes(status))
      this.troubles.push(`${method} ${path.slice(0, 100)} with ${what.slice(0, 100)}: ${status}`);
  }

  /** Everything that takes JSON, with somebody who may send it and a body that would be taken. */
  operations(): JsonOperation[] {
    return operationsOf(this.#document).flatMap(({ route, operation }) => {
      const schema = operation.requestBody?.content["application/json"]?.schema;
      if (!schema) return [];
      const caller = this.#callerFor(route, Object.keys(operation.security?.[0] ?? {})[0]);
      const valid = requestFor(route).sends?.(situationOf(this.#cast, caller)).json as Record<string, unknown>;
      const schemaOf = (field: string) => fieldOf(this.#document, schema, valid, field);
      return [{ route, method: methodOf(route), path: this.addressOf(route, caller), caller, valid, schemaOf }];
    });
  }

  isOf(schema: Schema, value: unknown): boolean {
    return mismatches(this.#document, schema, value).length === 0;
  }

  /** The same for forms. */
  forms() {
    return routesOf(this.#cast).flatMap((route) => {
      const caller = this.#callerFor(route);
      const valid = requestFor(route).sends?.(situationOf(this.#cast, caller)).form;
      return valid ? [{ route, path: this.addressOf(route, caller), caller, valid }] : [];
    });
  }

  addressOf(route: Route, caller: Caller): string {
    const { kim } = this.#cast;
    return fill(
      pathOf(route),
      /\/(people|admin|help-requests)\//.test(route) ? kim.things : (caller.things ?? kim.things),
    );
  }

  #callerFor(route: Route, needs?: string): Caller {
    const { nobody, half, administrator, "set-up": settingUp } = this.#cast.callers;
    if (/\/organisations(\/|$)/.test(route)) return this.#cast.operator;
    const wanted = requestFor(route).in;
    if (wanted) return this.#cast[wanted];
    if (/ \/set-up$|\/enrolment/.test(route)) return settingUp;
    if (needs === "signIn" || /^POST \/sign-in\/(code|recovery-code|help|pass)/.test(route)) return half;
    return /sign-ins|^POST \/(sign-in|invitation|first-run|help-requests\/cancellation)$/.test(route)
      ? nobody
      : administrator;
  }
}

/** What a schema says of a field; of variants, the one that the valid body is. */
function fieldOf(document: Document, schema: Schema, valid: object, name: string): Schema {
  const found = schema.$ref ? (document.components.schemas[schema.$ref.replace(/.*\//, "")] as Schema) : schema;
  const variants = found.oneOf ?? found.anyOf ?? found.allOf;
  const variant = variants?.find((one) => mismatches(document, one, valid).length === 0);
  return variant ? fieldOf(document, variant, valid, name) : (found.properties?.[name] ?? {});
}
