// A web application on Countersign's own host name, which asks it who is signed in: deploy/same-host.conf leads to both.
// COUNTERSIGN=http://127.0.0.1:8080 node server.mjs
import { createServer } from "node:http";

const { COUNTERSIGN = "http://127.0.0.1:8080", PORT = "3000" } = process.env;

createServer(async (request, response) => {
  const answer = await fetch(`${COUNTERSIGN}/api/v1/session`, {
    // The proxy has written the person's address.
    headers: { cookie: request.headers.cookie ?? "", "x-forwarded-for": request.headers["x-forwarded-for"] ?? "" },
  });
  if (answer.status === 401) {
    response.writeHead(303, { location: `/sign-in?${new URLSearchParams({ resume: request.url ?? "/" })}` });
    return response.end();
  }
  if (!answer.ok) return response.writeHead(503).end("Please try again in a moment.");
  const { person, amr } = await answer.json();
  response.setHeader("content-type", "text/plain; charset=utf-8");
  response.end(`Hello ${person.displayName}, signed in with ${amr.join(", ")}.\n`);
}).listen(Number(PORT), "127.0.0.1", () => console.log("ready"));
