// The Node server whose own refusals, of requests that never become one, are as careful as the app's.
import { createServer, type RequestListener, type Server, type ServerOptions, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { asksTooMuch } from "./connections.ts";

const careful = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
const carefulOnes = Object.entries(careful);

const statuses: Record<string, string> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Payload Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

export function createCarefulServer(options: ServerOptions, answer: RequestListener): Server {
  const server = createServer({ ...options, requireHostHeader: false }, (request, response) => {
    if (asksTooMuch(request, response)) return;
    // The adapter answers an address that it can't read by itself; what the app sets later takes the place of these.
    for (const [name, value] of carefulOnes) response.setHeader(name, value);
    // Node's own refusal of a missing host (RFC 9112, section 3.2) would carry nothing.
    if (request.headers.host === undefined && request.httpVersion === "1.1")
      response.writeHead(400, { connection: "close" }).end();
    else answer(request, response);
  });
  return server.on("clientError", refuse);
}

/** As Node does where nobody listens, with our headers. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex & { _httpMessage?: ServerResponse }): void {
  const underway = socket._httpMessage;
  // Nothing may be written into the middle of another answer.
  if (socket.writable && error.code !== "ECONNRESET" && !underway?.headersSent) {
    const headers = Object.entries({ ...careful, connection: "close", "content-length": "0" });
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    socket.write(`HTTP/1.1 ${statuses[error.code ?? ""] ?? "400 Bad Request"}\r\n${lines}\r\n`, "latin1");
  }
  underway?.destroy();
  socket.destroy(error);
}
