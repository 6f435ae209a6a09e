import { expect, test } from "vitest";
import { queryOf, readCursor, readFilters, writeCursor } from "./list-filters.ts";

test("a cursor is read back as it was written, and only for a list in its order", () => {
  for (const value of ["kim", "żółw \u{1f600}", ""]) {
    const place = [value, "id"];
    expect(readCursor("name", writeCursor("name", place))).toEqual(place);
    expect(readCursor("email", writeCursor("name", place))).toBeUndefined();
  }
  const zero = Buffer.from('["name","a\\u0000","b"]').toString("base64url");
  for (const text of ["", "!", "W10", zero, "a".repeat(1001)]) expect(readCursor("name", text)).toBeUndefined();
});

test("an address says what the list is narrowed down to; what can't be a value is left out", () => {
  const read = (query: string) => {
    const fields = new URLSearchParams(query);
    return readFilters((name) => fields.get(name) ?? undefined);
  };
  expect(read("search=+kim+&type=client&domain=%40ACME.example&status=disabled&requirement=grace")).toEqual({
    search: "kim",
    type: "client",
    domain: "acme.example",
    status: "disabled",
    requirement: "grace",
  });
  expect(read("status=gone&type=Big+Boss&requirement=&codes=many&locked=no&domain=..")).toEqual({});
  expect(queryOf({ type: "client" }, { sort: "name", after: undefined })).toBe("?type=client&sort=name");
  expect(queryOf({})).toBe("");
});
