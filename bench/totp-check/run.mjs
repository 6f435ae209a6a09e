// How fast is a TOTP check, from sealed secret to verdict, beside libraries that are given the secret in the clear?
import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from "node:crypto";
import { createRequire } from "node:module";
import { cpus } from "node:os";

if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(
    "This bench runs the TypeScript sources: it needs Node 24 or newer (npm run bench uses the pinned one).",
  );
  process.exit(1);
}
const { matchTimeStep, totp } = await import("../../src/otp/index.ts");
const { createSealer } = await import("../../src/kernel/sealing.ts");
const otplib = await import("otplib");
const otpauth = await import("otpauth");

const rounds = 9; // odd, so that the median is one of them
const roundMilliseconds = 250;
const at = Date.UTC(2026, 0, 2, 3, 4, 15);

// A thousand people, so that nothing is fast because it was just there.
const sealer = createSealer([randomBytes(32)], { bytes: randomBytes });
const people = Array.from({ length: 1000 }, (_, number) => {
  const secret = randomBytes(20);
  const context = `authenticators:${number}`;
  const nearby = [-30_000, 0, 30_000].map((distance) => totp({ secret, at: at + distance }));
  const right = nearby[1];
  let wrong = right;
  while (nearby.includes(wrong)) wrong = String((Number(wrong) + 1) % 1_000_000).padStart(6, "0");
  return {
    context,
    sealed: sealer.seal(secret, context),
    bytes: new Uint8Array(secret),
    otpauthSecret: new otpauth.Secret({ buffer: new Uint8Array(secret).buffer }),
    "current step matches": right,
    "none of 3 steps matches": wrong,
  };
});

const message = Buffer.alloc(8);
function bareCode(key, step) {
  message.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", key).update(message).digest();
  const bits = digest.readUInt32BE(digest[19] & 15) & 0x7fff_ffff;
  return Buffer.from(String(bits % 1_000_000).padStart(6, "0"));
}

/** Is this person's code right, with one step of grace on both sides? Each asked in its fastest documented way. */
const contenders = {
  countersign({ sealed, context }, code) {
    const secret = sealer.unseal(sealed, context);
    const step = matchTimeStep({ secret, code, at });
    secret.fill(0);
    return step !== undefined;
  },
  otplib({ bytes }, code) {
    return otplib.verifySync({ secret: bytes, token: code, epoch: at / 1000, epochTolerance: 30 }).valid;
  },
  otpauth({ otpauthSecret }, code) {
    return (
      otpauth.TOTP.validate({
        secret: otpauthSecret,
        token: code,
        timestamp: at,
        window: 1,
        algorithm: "SHA1",
        digits: 6,
        period: 30,
      }) !== null
    );
  },
  "node:crypto"({ bytes }, code) {
    // A key object: Node 24 takes four times as long with the same bytes in a buffer.
    const key = createSecretKey(bytes);
    const given = Buffer.from(code);
    const now = Math.floor(at / 30_000);
    return [now, now - 1, now + 1].some((step) => timingSafeEqual(bareCode(key, step), given));
  },
};
const peers = ["otplib", "otpauth"];

/** Checks per second in one stretch of time. */
function rate(check, situation) {
  const expected = situation === "current step matches";
  let done = 0;
  const start = performance.now();
  let now = start;
  while (now - start < roundMilliseconds) {
    for (const person of people) {
      if (check(person, person[situation]) !== expected) throw new Error("a contender gave a wrong verdict");
    }
    done += people.length;
    now = performance.now();
  }
  return (done * 1000) / (now - start);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function measure(situation) {
  const names = Object.keys(contenders);
  const rates = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) rate(contenders[name], situation);
  for (let round = 0; round < rounds; round++) {
    for (const name of names) rates[name].push(rate(contenders[name], situation));
  }
  const fasterPeer = peers.toSorted((a, b) => median(rates[b]) - median(rates[a]))[0];
  const rows = names.map((name) => ({
    contender: name,
    perSecond: Math.round(median(rates[name])),
    // Neighbours in time are compared, so that a slow minute of the machine weighs on both.
    timesFasterPeer: Number(median(rates[name].map((value, round) => value / rates[fasterPeer][round])).toFixed(2)),
  }));
  return { situation, fasterPeer, rows };
}

const require = createRequire(import.meta.url);
const version = (name) => require(`../node_modules/${name}/package.json`).version;
const result = {
  question: "totp-check",
  method: `one thread, ${people.length} secrets, ${rounds} alternating rounds of ${roundMilliseconds} ms; medians`,
  measured: new Date().toISOString(),
  machine: { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length },
  versions: {
    node: process.versions.node,
    openssl: process.versions.openssl,
    otplib: version("otplib"),
    otpauth: version("otpauth"),
  },
  goal: 2,
  situations: ["current step matches", "none of 3 steps matches"].map(measure),
};

if (process.argv.includes("--json")) {
  console.log(JSON.stringify(result, null, 2));
} else {
  const { question, method, measured, machine, versions, goal } = result;
  console.log(
    `${question}: ${method}\n${measured}, ${machine.cpu} (${machine.cores} cores)\n${JSON.stringify(versions)}`,
  );
  for (const { situation, fasterPeer, rows } of result.situations) {
    console.log(`\n${situation} (x ${fasterPeer}, the faster peer; goal ${goal})`);
    console.table(rows, ["contender", "perSecond", "timesFasterPeer"]);
  }
}
