// A generator that costs little itself, for answers that cost the server little: bytes made beforehand over bare sockets,
// one request under way on each. It reads what its servers answer, and no more of HTTP than that.
import { connect } from "node:net";

/** @returns the bytes of a GET */
export function bytesOf({ path, headers }, url) {
  const lines = Object.entries({ host: new URL(url).host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`, "latin1");
}

/**
 * Sends requests in turn for so many milliseconds. @param check given an answer's bytes and the request; throws where it is
 * not the right one
 */
export async function driveSockets(url, requests, { connections, milliseconds, check }) {
  const { hostname, port } = new URL(url);
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(hostname, Number(port))));
  const latencies = [];
  let next = 0;
  const begun = performance.now();
  const until = begun + milliseconds;
  const talk = (socket) =>
    new Promise((resolve, reject) => {
      let request;
      let sent;
      let heard;
      const ask = () => {
        if (performance.now() >= until) return resolve();
        request = requests[next++ % requests.length];
        sent = performance.now();
        socket.write(request.bytes);
      };
      socket.on("data", (bytes) => {
        heard = heard ? Buffer.concat([heard, bytes]) : bytes;
        try {
          if (!isWhole(heard)) return;
          latencies.push(performance.now() - sent);
          check(heard, request);
        } catch (error) {
          return reject(error);
        }
        heard = undefined;
        ask();
      });
      socket.on("error", reject);
      socket.on("close", () => reject(new Error("a connection was closed before its answer")));
      ask();
    });
  try {
    await Promise.all(sockets.map(talk));
    return { latencies: Float64Array.from(latencies), seconds: (performance.now() - begun) / 1000 };
  } finally {
    for (const socket of sockets) socket.removeAllListeners("close").destroy();
  }
}

function open(host, port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    socket.once("error", reject);
    socket.once("connect", () => resolve(socket.off("error", reject)));
  });
}

function isWhole(heard) {
  const end = heard.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const head = heard.latin1Slice(0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head);
  if (length) return heard.length >= end + 4 + Number(length[1]);
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return heard.subarray(-5).equals(lastChunk);
  throw new Error(`an answer of unknown length: ${head}`);
}

const lastChunk = Buffer.from("0\r\n\r\n");
