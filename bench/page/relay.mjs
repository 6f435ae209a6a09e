// Stands between a browser and a server: counts what passes, and reads which addresses are asked for.
import { connect, createServer } from "node:net";

/** @param url of the server @returns `{ url, seen, stop }`; `seen` goes on counting */
export async function startRelay(url) {
  const { hostname, port } = new URL(url);
  const seen = { received: 0, sent: 0, requests: [] };
  const sockets = new Set();
  const server = createServer((browser) => {
    const behind = connect({ host: hostname, port: Number(port) });
    for (const socket of [browser, behind]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
    }
    browser.on("data", (bytes) => {
      seen.sent += bytes.length;
      // A browser's GET has no body, so whatever looks like one begins a request.
      const asked = bytes.latin1Slice().matchAll(/^([A-Z]+ \S+) HTTP\/1\.1\r$/gm);
      for (const [, line] of asked) seen.requests.push(line);
    });
    behind.on("data", (bytes) => {
      seen.received += bytes.length;
    });
    browser.pipe(behind).pipe(browser);
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    seen,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
