// `/admin/audit`: what happened, and the same as a file.
import type { Hono } from "hono";
import { answerPage } from "../../access/language.tsx";
import type { Web } from "../../access/web.ts";
import { type AdminNeeds, forReports } from "../web.ts";
import { auditFile, forms } from "./files.ts";
import { readAuditFilters } from "./filters.ts";
import { listEvents } from "./listing.ts";
import { AuditPageView, auditPath } from "./views.tsx";

export function addAuditPages(pages: Hono<Web>, needs: AdminNeeds): void {
  pages.get(auditPath, async (c) => {
    const { visitor, organisation } = c.var;
    const { filters, unreadable } = readAuditFilters((name) => c.req.query(name));
    const after = c.req.query("after");
    const page = await listEvents(forReports(needs).db, { organisation: organisation.id, ...filters, after });
    return answerPage(
      c,
      <AuditPageView
        visitor={visitor}
        filters={filters}
        unreadable={unreadable}
        page={page}
        first={after === undefined}
        now={needs.clock.now()}
      />,
    );
  });

  for (const form of forms) {
    pages.get(`${auditPath}/download.${form}`, (c) => {
      const { filters } = readAuditFilters((name) => c.req.query(name));
      return auditFile(forReports(needs).db, { organisation: c.var.organisation.id, ...filters }, form);
    });
  }
}
