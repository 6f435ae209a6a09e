export * from "./body.ts";
export * from "./client-address.ts";
export * from "./cookies.ts";
export * from "./forgery.ts";
export * from "./headers.ts";
export * from "./problems.tsx";
export * from "./web.ts";
