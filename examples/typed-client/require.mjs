// Requires a second factor of one account type, and says who of it has none yet, one a line.
// COUNTERSIGN_URL=https://login.acme.example COUNTERSIGN_API_KEY=cs_… node require.mjs client
import { CountersignError, createClient } from "countersign/client";

const [type = "client"] = process.argv.slice(2);
const client = createClient({ url: process.env.COUNTERSIGN_URL, token: process.env.COUNTERSIGN_API_KEY });

try {
  const { body: policy, headers } = await client.ask("GET /policy");
  await client.call("PUT /policy", {
    // Not over what somebody else saved meanwhile: that would answer 412.
    headers: { "if-match": headers.get("etag") },
    body: { ...policy, accountTypes: { ...policy.accountTypes, [type]: "required" } },
  });

  // However many there are: a page is fetched when the one before is through.
  for await (const person of client.each("GET /people", "people", { query: { type, secondFactor: "missing" } }))
    console.log(person.email);
} catch (error) {
  if (!(error instanceof CountersignError)) throw error;
  // 'scope-missing' has the scope, 'invalid' the fields; neither holds the key.
  console.error(`${error.operation}: ${error.code}${error.problem.scope ? ` (${error.problem.scope})` : ""}`);
  process.exitCode = 1;
}
