// Programs by other people that judge our codes and pictures.
import { execFileSync } from "node:child_process";

export interface CodeOptions {
  algorithm?: "SHA1" | "SHA256" | "SHA512";
  digits?: 6 | 7 | 8;
  /** Seconds a time step lasts; 30 unless said. */
  period?: number;
}

/** The code that oathtool computes for a moment, in milliseconds since 1970. */
export function oathtoolCode(secretBase32: string, atMs: number, options: CodeOptions = {}): string {
  const { algorithm = "SHA1", digits = 6, period = 30 } = options;
  const now = `${new Date(atMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;
  const args = [`--totp=${algorithm.toLowerCase()}`, "--base32", `--digits=${digits}`, `--time-step-size=${period}s`];
  return execFileSync("oathtool", [...args, `--now=${now}`, secretBase32], { encoding: "utf8" }).trim();
}

/** What zbarimg reads in a picture (PNG), one text for each QR code found. */
export function readQr(png: Uint8Array): string[] {
  try {
    const args = ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "png:-"];
    const read = execFileSync("zbarimg", args, { input: png, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
    return read.split("\n").filter((line) => line !== "");
  } catch (error) {
    // Its way of saying that there was none.
    if ((error as { status?: number }).status === 4) return [];
    throw error;
  }
}
