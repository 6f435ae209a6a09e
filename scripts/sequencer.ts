// Begins with the test files that take longest, so that no worker waits for another at the end.
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Roughly, and those alone that count: in seconds on a machine with two cores. */
const long: Record<string, number> = {
  "test/journeys/hostile-input.test.ts": 126,
  "test/contracts/backup.test.ts": 86,
  "test/contracts/races.test.ts": 67,
  "test/contracts/key-rotation.test.ts": 62,
  "test/faults/workers.test.ts": 55,
  "test/journeys/mail.test.ts": 54,
  "test/journeys/browser/every-page-signed-out.test.ts": 50,
  "test/journeys/routes.test.ts": 38,
  "test/faults/slow-clients.test.ts": 38,
  "test/conformance/hostile-identity-provider.test.ts": 37,
  "test/faults/many-connections.test.ts": 36,
  "test/journeys/browser/policy.test.ts": 33,
  "test/journeys/browser/editing-people.test.ts": 33,
  "test/journeys/browser/help-requests.test.ts": 32,
  "test/faults/failover.test.ts": 30,
  "test/journeys/browser/signing-in.test.ts": 30,
  "test/journeys/browser/single-sign-on.test.ts": 29,
  "test/journeys/browser/applications.test.ts": 27,
  "test/command-line-document.test.ts": 26,
  "test/contracts/doctor.test.ts": 26,
  "test/journeys/browser/every-page-administration.test.ts": 26,
  "test/journeys/browser/mail.test.ts": 25,
  "test/journeys/browser/bulk-changes.test.ts": 25,
  "test/journeys/browser/setting-up.test.ts": 25,
  "test/contracts/crash.test.ts": 24,
  "test/journeys/browser/recovering.test.ts": 24,
  "test/journeys/browser/every-page-account.test.ts": 23,
  "test/journeys/browser/own-account.test.ts": 22,
  "test/journeys/headers.test.ts": 22,
  "test/journeys/browser/languages.test.ts": 22,
  "test/contracts/policy-commands.test.ts": 21,
  "test/journeys/browser/administering.test.ts": 20,
  "test/contracts/mail.test.ts": 20,
};

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const secondsOf = ({ moduleId }: TestSpecification) => long[relative(process.cwd(), moduleId)] ?? 0;
    return (await super.sort(files)).sort((a, b) => secondsOf(b) - secondsOf(a));
  }
}
