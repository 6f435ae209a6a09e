// Where traces go and how many of them, by the names that OpenTelemetry has for it in every program.

export interface TracesPlace {
  /** Of the collector, with its path. */
  url: string;
  /** `followsCaller`: what a trusted proxy has decided for its trace holds here too. */
  sampling: { ratio: number; followsCaller: boolean };
  /** Of the resource: who sends. */
  attributes: Record<string, string>;
  /** Spans that wait at most; further ones are dropped. */
  mostWaiting: number;
  /** ms between portions. */
  sendsEvery: number;
  /** The exporter's own setting says how long it tries. */
  ownTimeout: boolean;
}

export class BadTraceSetting extends Error {}

/** Without an address, nothing is traced. Values are not repeated: headers and addresses may hold keys. @throws BadTraceSetting */
export function readTraces(get: (name: string) => string | undefined): TracesPlace | undefined {
  const own = get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  const common = get("OTEL_EXPORTER_OTLP_ENDPOINT");
  if (own === undefined && common === undefined) return undefined;
  if (get("OTEL_SDK_DISABLED")?.toLowerCase() === "true") return undefined;
  const exporter = get("OTEL_TRACES_EXPORTER") ?? "otlp";
  if (exporter === "none") return undefined;
  if (exporter !== "otlp") throw new BadTraceSetting("OTEL_TRACES_EXPORTER is otlp or none");
  const protocol = get("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") ?? get("OTEL_EXPORTER_OTLP_PROTOCOL") ?? "http/protobuf";
  if (protocol !== "http/protobuf")
    throw new BadTraceSetting("OTEL_EXPORTER_OTLP_PROTOCOL is http/protobuf: no other is spoken here");
  const timeouts = ["OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT"];
  for (const name of timeouts) readNumber(name, get(name), 600_000);
  return {
    url:
      own === undefined
        ? readUrl("OTEL_EXPORTER_OTLP_ENDPOINT", common as string, "/v1/traces")
        : readUrl("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", own, ""),
    sampling: readSampling(get("OTEL_TRACES_SAMPLER"), get("OTEL_TRACES_SAMPLER_ARG")),
    attributes: readAttributes(get("OTEL_RESOURCE_ATTRIBUTES"), get("OTEL_SERVICE_NAME")),
    mostWaiting: readNumber("OTEL_BSP_MAX_QUEUE_SIZE", get("OTEL_BSP_MAX_QUEUE_SIZE"), 65_536) ?? 2048,
    sendsEvery: readNumber("OTEL_BSP_SCHEDULE_DELAY", get("OTEL_BSP_SCHEDULE_DELAY"), 60_000) ?? 5000,
    ownTimeout: timeouts.some((name) => get(name) !== undefined),
  };
}

function readUrl(name: string, text: string, path: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hash !== "" || url.username !== "" || url.password !== "")
    throw new BadTraceSetting(
      `${name} is the address of a collector, such as http://127.0.0.1:4318; keys for it go into OTEL_EXPORTER_OTLP_HEADERS`,
    );
  url.pathname = url.pathname.replace(/\/$/, "") + path;
  return url.href;
}

function readSampling(sampler = "parentbased_always_on", text: string | undefined): TracesPlace["sampling"] {
  const [, parentBased, name = ""] = /^(parentbased_)?(always_on|always_off|traceidratio)$/.exec(sampler) ?? [];
  if (name === "")
    throw new BadTraceSetting(
      "OTEL_TRACES_SAMPLER is always_on, always_off or traceidratio, or one of them behind parentbased_",
    );
  const followsCaller = parentBased !== undefined;
  if (name !== "traceidratio") return { ratio: name === "always_on" ? 1 : 0, followsCaller };
  const ratio = Number(text ?? "1");
  if (!/^\d*\.?\d+$/.test(text ?? "1") || ratio > 1)
    throw new BadTraceSetting("OTEL_TRACES_SAMPLER_ARG is a number from 0 to 1, such as 0.1");
  return { ratio, followsCaller };
}

/** `key=value,key=value`, percent-encoded. */
function readAttributes(text: string | undefined, serviceName: string | undefined): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const pair of (text ?? "").split(",").filter((one) => one.trim() !== "")) {
    const [, key, value] = /^\s*([\w.:/-]{1,255})\s*=\s*([^,=\s]*)\s*$/.exec(pair) ?? [];
    try {
      if (key === undefined) throw new BadTraceSetting();
      attributes[key] = decodeURIComponent(value as string);
    } catch {
      throw new BadTraceSetting("OTEL_RESOURCE_ATTRIBUTES is key=value,key=value with percent-encoded values");
    }
  }
  return serviceName === undefined ? attributes : { ...attributes, "service.name": serviceName };
}

function readNumber(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > most)
    throw new BadTraceSetting(`${name} is a number from 1 to ${most}`);
  return number;
}
