// What `countersign/otp` exports: one-time codes, their secrets and set-up addresses. The time is always an argument.
export { decodeBase32, encodeBase32 } from "./base32.ts";
export { type Algorithm, type HotpOptions, hotp } from "./hotp.ts";
export { type OtpauthParts, otpauthAddress, type ParsedOtpauth, parseOtpauthAddress } from "./otpauth.ts";
export {
  type ClockOffsetOptions,
  clockOffset,
  type MatchOptions,
  matchTimeStep,
  normaliseCode,
  type TotpOptions,
  timeStep,
  totp,
} from "./totp.ts";
