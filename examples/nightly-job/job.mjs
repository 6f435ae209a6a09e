// A nightly job without a person: who in the organisation has set up no second factor yet, one a line.
// COUNTERSIGN_URL=https://login.acme.example COUNTERSIGN_API_KEY=cs_… node job.mjs
const { COUNTERSIGN_URL, COUNTERSIGN_API_KEY, COUNTERSIGN_ORGANISATION } = process.env;

async function get(path) {
  const headers = { authorization: `Bearer ${COUNTERSIGN_API_KEY}` };
  // Where several organisations share a host name: which of them, by its short name.
  if (COUNTERSIGN_ORGANISATION) headers["countersign-organisation"] = COUNTERSIGN_ORGANISATION;
  const answer = await fetch(`${COUNTERSIGN_URL}/api/v1${path}`, { headers });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${answer.status} ${body.code}: ${body.title}`);
  return body;
}

try {
  let after;
  do {
    const page = await get(`/people?${new URLSearchParams({ limit: "100", ...(after ? { after } : {}) })}`);
    for (const person of page.people)
      if (person.status === "active" && person.authenticators === 0) console.log(person.email);
    after = page.next;
  } while (after);
} catch (error) {
  // 401 bad-key: the key has ended. Nothing that a second try would mend.
  console.error(error.message);
  process.exitCode = 1;
}
