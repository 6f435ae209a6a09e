// Takes events from Countersign and writes a line for each. PORT: where it listens; WEBHOOK_SECRET: what the console has shown.
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
const taken = new Set();

createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  let event;
  try {
    // Signature and time: what was changed, made up or kept from long ago is refused here.
    event = webhook.verify(body, request.headers);
  } catch {
    response.writeHead(401).end();
    return;
  }
  // The same event may come twice, with the same id.
  if (!taken.has(request.headers["webhook-id"])) console.log(event.timestamp, event.type, event.data.person);
  taken.add(request.headers["webhook-id"]);
  response.writeHead(204).end();
}).listen(Number(process.env.PORT), "127.0.0.1", () => console.log("listening"));
