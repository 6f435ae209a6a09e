// What any answer costs at least: bare node:http that gives everybody the same one, as long as ours is.
import { createServer } from "node:http";
import { listen, run } from "./command.mjs";

const body = JSON.stringify({ answer: "x".repeat(588) });
const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };

await run({
  prepare: async () => [],
  serve: () =>
    listen(
      createServer((request, response) => {
        request.resume();
        response.writeHead(200, headers).end(body);
      }),
    ),
});
