// What pages are built with. The rest of this folder is its own affair.
export * from "./accents.ts";
export * from "./assets.ts";
export * from "./choices.tsx";
export * from "./code-fields.tsx";
export * from "./fields.tsx";
export * from "./form.tsx";
export * from "./icons.tsx";
export * from "./layout.tsx";
export * from "./menu.tsx";
export * from "./overlay.tsx";
export * from "./parts.tsx";
export * from "./qr.tsx";
export * from "./recovery-codes.tsx";
export * from "./table.tsx";
export * from "./time.tsx";
export * from "./words.ts";
