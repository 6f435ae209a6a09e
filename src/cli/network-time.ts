// Asks a time server how far this machine's clock is off (SNTP, RFC 4330), once and briefly.
import { createSocket } from "node:dgram";
import { systemClock } from "../kernel/clock.ts";

const secondsFrom1900To1970 = 2_208_988_800;

/** ms that the server is ahead of this machine; `undefined` where it does not answer in time. */
export function aheadOfHere(host: string, port = 123, within = 2000): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
    const late = setTimeout(() => finish(undefined), within);
    function finish(ahead: number | undefined): void {
      clearTimeout(late);
      socket.removeAllListeners("message");
      socket.close();
      resolve(ahead);
    }
    let sentAt = 0;
    socket.once("error", () => finish(undefined));
    socket.once("message", (answer) => {
      const received = systemClock.now();
      // Mode 4 is a server's answer; stratum 0 says that it won't tell.
      if (answer.length < 48 || ((answer[0] as number) & 7) !== 4 || answer[1] === 0) return finish(undefined);
      finish((timeAt(answer, 32) - sentAt + (timeAt(answer, 40) - received)) / 2);
    });
    const question = Buffer.alloc(48);
    // Version 4, mode 3: a client.
    question[0] = 0x23;
    sentAt = systemClock.now();
    socket.send(question, port, host, (error) => error && finish(undefined));
  });
}

const timeAt = (answer: Buffer, at: number): number =>
  (answer.readUInt32BE(at) - secondsFrom1900To1970) * 1000 + (answer.readUInt32BE(at + 4) / 2 ** 32) * 1000;
