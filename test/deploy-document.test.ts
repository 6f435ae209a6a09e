// The examples of deploy/ that can't be run here: they are read, and held against what they stand on.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { findProgram } from "../scripts/prepare/tools.mjs";
import { readConfig } from "../src/config.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const settings = new Set(read("docs/settings.md").match(/(?<=^\| `)[A-Z_]+(?=` \|)/gm));
const dummies: Record<string, string> = {
  COUNTERSIGN_URL: "https://login.acme.example",
  COUNTERSIGN_KEYS: Buffer.alloc(32, 7).toString("base64"),
  COUNTERSIGN_DATABASE_URL: "postgres://countersign:password@database/countersign",
  POSTGRES_PASSWORD: "password",
};

// biome-ignore lint/suspicious/noExplicitAny: documents are looked into field by field.
type Document = any;

test("every file is spoken of in the README, and the other way round", () => {
  const named = [...read("deploy/README.md").matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]);
  const there = readdirSync(join(root, "deploy"), { withFileTypes: true })
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .filter((name) => !/^(README\.md|\.env|.*\.dockerignore)$/.test(name));
  expect(named.sort()).toEqual(there.sort());
});

test("Traefik's example is YAML that asks where the program answers, and takes over the headers that it sends", () => {
  const { http } = parse(read("deploy/forward-auth/traefik.yaml")) as Document;
  const { forwardAuth } = http.middlewares.countersign;
  expect(new URL(forwardAuth.address).pathname).toBe("/api/authz/forward-auth");
  const names: string[] = forwardAuth.authResponseHeaders;
  expect(http.middlewares["nobody-yet"].headers.customRequestHeaders).toEqual(
    Object.fromEntries(
      [...names, ...names.map((name) => name.replace("-", "_")), "Traceparent"].map((name) => [name, ""]),
    ),
  );
  expect(http.routers.wiki.middlewares).toEqual(["nobody-yet", "countersign"]);
});

test("the environment example is understood by the program, as it stands and with every line in use", () => {
  const lines = read("deploy/environment.example").split("\n");
  const given = (text: string[]) =>
    Object.fromEntries(
      text.flatMap((line) => [...line.matchAll(/^([A-Z_]+)=(.*)$/g)].map(([, name, value]) => [name, value])),
    );
  const plain = given(lines);
  expect(readConfig(plain).origin).toBe("https://login.acme.example");
  const all = given(lines.map((line) => line.replace(/^#(?=[A-Z_]+=)/, "")));
  for (const name of Object.keys(all)) if (name !== "POSTGRES_PASSWORD") expect(settings).toContain(name);
  // The ring itself or its file, not both.
  expect(() => readConfig({ ...all, COUNTERSIGN_KEYS: "" })).not.toThrow();
});

describe("the Containerfile", () => {
  const lines = read("deploy/Containerfile").split("\n");
  const stages = lines.reduce<string[][]>((found, line) => {
    if (line.startsWith("FROM ")) found.push([]);
    found.at(-1)?.push(line);
    return found;
  }, []);

  test("copies only what there is, and lets all of it through to the builder", () => {
    const copies = lines.filter((line) => line.startsWith("COPY ") && !line.includes("--from="));
    const sources = copies.flatMap((line) => line.split(/\s+/).slice(1, -1));
    expect(sources.length).toBeGreaterThan(4);
    const ignore = read("deploy/Containerfile.dockerignore").split("\n");
    for (const source of sources) {
      expect([source, existsSync(join(root, source))]).toEqual([source, true]);
      expect(ignore).toContain(`!${source.replace("./", "")}`);
    }
    expect(ignore).toContain("**");
  });

  test("installs from the lock alone and ends as a user who is not root, on a named version", () => {
    const last = stages.at(-1) ?? [];
    expect(last.find((line) => line.startsWith("USER "))).toMatch(/^USER [1-9]\d+:[1-9]\d+$/);
    for (const [from] of stages) expect(from).toMatch(/^FROM node:24-[a-z]+-slim( AS \w+)?$/);
    expect(lines.filter((line) => /npm (i|install)\b/.test(line))).toEqual([]);
    expect(lines.join("\n")).not.toMatch(/KEYS|PASSWORD|SECRET/);
  });

  test("needs no install script of any package that runs", () => {
    const { packages } = JSON.parse(read("package-lock.json"));
    const scripted = Object.entries<Document>(packages).filter(
      ([, entry]) => entry.hasInstallScript && !entry.optional,
    );
    expect(scripted.map(([path]) => path)).toEqual(["node_modules/node"]);
  });
});

describe("the compose file", () => {
  const text = read("deploy/compose.yaml");
  const { services, networks, volumes }: Document = parse(text);

  test("gives the program settings that it knows, and no secret of its own", () => {
    const given = Object.fromEntries(
      Object.entries<string>(services.countersign.environment).map(([name, value]) => [
        name,
        value.replace(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_, variable, kind, word) => {
          return dummies[variable] ?? (kind === "-" ? word : "");
        }),
      ]),
    );
    for (const name of Object.keys(given)) expect(settings).toContain(name);
    const config = readConfig(given);
    expect(config.trustedProxies.check(services.caddy.networks.front.ipv4_address)).toBe(true);
    const variables = [...text.matchAll(/\$\{(\w+)/g)].map((match) => match[1] as string);
    const example = read("deploy/environment.example");
    for (const name of variables) expect(example).toContain(`${name}=`);
  });

  test("mounts, networks and files that it names are there, and only the proxy is reached from outside", () => {
    for (const service of Object.values<Document>(services)) {
      for (const mount of service.volumes ?? []) {
        const [from] = mount.split(":");
        if (from.startsWith("./")) expect(existsSync(join(root, "deploy", from))).toBe(true);
        else expect(Object.keys(volumes)).toContain(from);
      }
      const joined = Array.isArray(service.networks) ? service.networks : Object.keys(service.networks);
      for (const network of joined) expect(Object.keys(networks)).toContain(network);
    }
    expect(existsSync(join(root, services.countersign.build.dockerfile))).toBe(true);
    const open = Object.keys(services).filter((name) => services[name].ports !== undefined);
    expect(open).toEqual(["caddy"]);
    expect(networks.inside.internal).toBe(true);
    expect(services.countersign.read_only).toBe(true);
  });
});

describe("the Kubernetes manifest", () => {
  const documents: Document[] = parseAllDocuments(read("deploy/kubernetes.yaml")).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
  const find = (kind: string) => documents.find((document) => document.kind === kind);
  const pod = find("Deployment").spec.template.spec;
  const [container] = pod.containers;

  test("has no secret in it, and everything of it stands in one namespace", () => {
    expect(documents.map((document) => document.kind)).not.toContain("Secret");
    expect(new Set(documents.map((document) => document.metadata.namespace))).toEqual(new Set(["countersign"]));
  });

  test("gives the program settings that it knows, and keeps the cluster from adding its own", () => {
    const given: Record<string, string> = { ...dummies };
    delete given.POSTGRES_PASSWORD;
    for (const { name, value } of container.env) {
      expect(settings).toContain(name);
      if (value !== undefined) given[name] = value;
    }
    readConfig(given);
    // Of a service called countersign these would be COUNTERSIGN_SERVICE_HOST and more.
    expect(() => readConfig({ ...given, COUNTERSIGN_SERVICE_HOST: "10.0.0.1" })).toThrow(/is not a setting/);
    expect(pod.enableServiceLinks).toBe(false);
  });

  test("its selectors, ports and probes meet", () => {
    const labels = find("Deployment").spec.template.metadata.labels;
    expect(find("Deployment").spec.selector.matchLabels).toEqual(labels);
    expect(find("Service").spec.selector).toEqual(labels);
    expect(find("PodDisruptionBudget").spec.selector.matchLabels).toEqual(labels);
    expect(find("NetworkPolicy").spec.podSelector.matchLabels).toEqual(labels);
    const port = container.ports[0].name;
    expect(find("Service").spec.ports[0].targetPort).toBe(port);
    expect(find("Ingress").spec.rules[0].http.paths[0].backend.service.port.name).toBe(
      find("Service").spec.ports[0].name,
    );
    const routes = read("docs/routes.md");
    for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"]) {
      expect(container[probe].httpGet.port).toBe(port);
      expect(routes).toContain(`\`${container[probe].httpGet.path}\``);
    }
  });

  test("runs as the image's user, without root, privileges or a root file system to write to", () => {
    const user = Number(/^USER (\d+)/m.exec(read("deploy/Containerfile"))?.[1]);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: user });
    expect(container.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    });
  });
});

describe("the systemd unit", () => {
  const analyze = findProgram("systemd-analyze");
  const unit = read("deploy/countersign.service");

  test("names settings that the program knows, and files as the setting-up does", () => {
    for (const [name] of unit.matchAll(/COUNTERSIGN_\w+/g)) expect(settings).toContain(name);
    expect(unit).toContain(
      "ExecStart=/usr/bin/node --max-semi-space-size=8 /opt/countersign/bin/countersign.mjs serve",
    );
    expect(unit).not.toMatch(/^MemoryDenyWriteExecute=yes/m);
  });

  test.skipIf(analyze === undefined)("systemd understands every line of it, and calls it well protected", () => {
    const folder = mkdtempSync(join(tmpdir(), "countersign-unit-"));
    try {
      const file = join(folder, "countersign.service");
      // The programs that it names are elsewhere here.
      writeFileSync(
        file,
        unit.replace("/usr/bin/node /opt/countersign", `${process.execPath} ${root.replace(/\/$/, "")}`),
      );
      const verified = spawnSync(analyze as string, ["verify", "--man=no", file], { encoding: "utf8" });
      const about = `${verified.stdout}${verified.stderr}`
        .split("\n")
        .filter((line) => line.includes("countersign.service"));
      expect([about, verified.status]).toEqual([[], 0]);
      const judged = execFileSync(analyze as string, ["security", "--offline=true", "--no-pager", file], {
        encoding: "utf8",
      });
      // From 0 to 10; 2 and less is what systemd calls OK.
      expect(Number(/exposure level for .*: ([\d.]+)/.exec(judged)?.[1])).toBeLessThanOrEqual(2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
