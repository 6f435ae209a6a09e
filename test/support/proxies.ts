// nginx and Caddy with the examples of deploy/, each as it is, but for ports, paths and upstreams.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { findProgram } from "../../scripts/prepare/tools.mjs";

export const host = "login.acme.example";
export const applicationHost = "wiki.acme.example";
const deploy = fileURLToPath(new URL("../../deploy/", import.meta.url));

export interface RunningProxy {
  /** Of https; plain http beside it. */
  port: number;
  plainPort: number;
  /** What a browser has to trust. */
  certificate: Buffer;
}

/** `host:port` of the program, and of an application behind forward-auth where one is to be served as well. */
export interface Upstreams {
  upstream: string;
  application?: string;
  port?: number;
}

export type StartProxy = (
  folder: string,
  upstreams: Upstreams,
) => Promise<{ child: ChildProcess; proxy: RunningProxy }>;
export const proxies: [string, StartProxy][] = [
  ["nginx", startNginx],
  ["Caddy", startCaddy],
];

/** An application and Countersign's pages on one host name: the example of deploy/ that takes the place of nginx.conf. */
export async function startSameHost(folder: string, { upstream, application = "", port = 0 }: Upstreams) {
  const plainPort = await freePort();
  const { paths, certificate } = certified(folder, port, plainPort);
  const changes: [string, string][] = [
    ...paths,
    ["http://127.0.0.1:8080;", `http://${upstream};`],
    ["http://127.0.0.1:3000;", `http://${application};`],
  ];
  writeFileSync(join(folder, "site.conf"), changed("same-host.conf", changes));
  return { child: await serveNginx(folder, port), proxy: { port, plainPort, certificate: readFileSync(certificate) } };
}

async function startNginx(folder: string, { upstream, application, port: wanted }: Upstreams) {
  const [port, plainPort] = [wanted ?? (await freePort()), await freePort()];
  const { paths, certificate, key } = certified(folder, port, plainPort);
  const changes: [string, string][] = [...paths, ["server 127.0.0.1:8080;", `server ${upstream};`]];
  writeFileSync(join(folder, "site.conf"), changed("nginx.conf", changes));
  if (application !== undefined) {
    const behind: [string, string][] = [
      ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
      ["/etc/nginx/tls/wiki.acme.example.pem", certificate],
      ["/etc/nginx/tls/wiki.acme.example.key", key],
      ["http://127.0.0.1:8080/", `http://${upstream}/`],
      ["http://127.0.0.1:3000;", `http://${application};`],
    ];
    writeFileSync(join(folder, "application.conf"), changed("forward-auth/nginx.conf", behind));
  }
  return { child: await serveNginx(folder, port), proxy: { port, plainPort, certificate: readFileSync(certificate) } };
}

/** A certificate for both hosts, and what names it, ports and the log in an example. */
function certified(folder: string, port: number, plainPort: number) {
  const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
  const subject = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host},DNS:${applicationHost}`];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...kind, "-keyout", key, "-out", certificate, ...subject], {
    stdio: "pipe",
  });
  const paths: [string, string][] = [
    ["listen 80;", `listen 127.0.0.1:${plainPort};`],
    ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
    ["/etc/nginx/tls/login.acme.example.pem", certificate],
    ["/etc/nginx/tls/login.acme.example.key", key],
    ["/var/log/nginx/countersign.log", join(folder, "access.log")],
  ];
  return { paths, certificate, key };
}

async function serveNginx(folder: string, port: number): Promise<ChildProcess> {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => {
    mkdirSync(join(folder, kind));
    return `${kind}_temp_path ${join(folder, kind)};`;
  });
  const main = [
    "daemon off;",
    ...(process.getuid?.() === 0 ? ["user root;"] : []),
    `pid ${join(folder, "pid")};`,
    "events {}",
    `http { ${temporary.join(" ")} include ${join(folder, "*site.conf")}; include ${join(folder, "*application.conf")}; }`,
  ];
  writeFileSync(join(folder, "main.conf"), main.join("\n"));
  const child = run("nginx", ["-p", folder, "-e", join(folder, "error.log"), "-c", join(folder, "main.conf")], folder);
  await listening(port, child);
  return child;
}

/** An example with each of these in it once, and changed. */
function changed(name: string, changes: [string, string][]): string {
  let text = readFileSync(join(deploy, name), "utf8");
  for (const [from, to] of changes) {
    expect([from, text.split(from).length]).toEqual([from, 2]);
    text = text.replace(from, to);
  }
  return text;
}

/** Under global settings that keep it inside the folder and away from certificate issuers. */
async function startCaddy(folder: string, { upstream, application, port: wanted }: Upstreams) {
  const [port, plainPort] = [wanted ?? (await freePort()), await freePort()];
  const globals = [
    "admin off",
    "local_certs",
    "skip_install_trust",
    `https_port ${port}`,
    `http_port ${plainPort}`,
    "default_bind 127.0.0.1",
    `storage file_system ${join(folder, "storage")}`,
  ];
  const main = join(folder, "Caddyfile");
  const sites = ["Caddyfile", ...(application === undefined ? [] : ["forward-auth/Caddyfile"])];
  const imports = sites.map((name) => `import ${join(deploy, name)}\n`).join("");
  writeFileSync(main, `{\n${globals.map((line) => `\t${line}\n`).join("")}}\n${imports}`);
  const child = run("caddy", ["run", "--adapter", "caddyfile", "--config", main], folder, {
    COUNTERSIGN_URL: `https://${host}`,
    COUNTERSIGN_UPSTREAM: upstream,
    ...(application === undefined
      ? {}
      : { APPLICATION_URL: `https://${applicationHost}`, APPLICATION_UPSTREAM: application }),
  });
  await listening(port, child);
  const root = join(folder, "storage/pki/authorities/local/root.crt");
  const leaf = join(folder, `storage/certificates/local/${host}/${host}.crt`);
  for (let tries = 0; tries < 200 && !existsSync(leaf); tries++) await wait(25);
  return { child, proxy: { port, plainPort, certificate: readFileSync(root) } };
}

function run(name: string, args: string[], folder: string, environment: Record<string, string> = {}): ChildProcess {
  const path = findProgram(name);
  if (path === undefined) throw new Error(`${name} is not installed: see npm test.`);
  const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, ...environment };
  const child = spawn(path, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], env });
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => complaints.push(String(chunk)));
  return child;
}

const complaints: string[] = [];

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 400 && child.exitCode === null; tries++) {
    const open = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      (error) => error.cause?.code !== "ECONNREFUSED",
    );
    if (open) return;
    await wait(25);
  }
  throw new Error(`the proxy does not start:\n${complaints.join("")}`);
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}
