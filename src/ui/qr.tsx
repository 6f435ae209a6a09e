// The QR picture that authenticator apps scan, and the same key for typing by hand.
import { raw } from "hono/html";
import { useWords } from "./spoken.tsx";

/** SVG markup of `text`: error correction M, and the quiet zone of four modules that ISO/IEC 18004 asks for. */
export async function qrSvg(text: string): Promise<string> {
  // Loaded at the first set-up: what draws PNG and for terminals comes with it.
  const { toString: drawQr } = await import("qrcode");
  return drawQr(text, { type: "svg", errorCorrectionLevel: "M", margin: 4 });
}

/** `svg` must come from `qrSvg`: it is put into the page as it is. */
export function QrCode({ svg, label }: { svg: string; label?: string }) {
  const { shared } = useWords();
  return (
    <div class="qr" role="img" aria-label={label ?? shared.qrCode}>
      {raw(svg)}
    </div>
  );
}

/**
 * The ways of taking the key over: picture and key beside one another where there is room. A phone can't scan its own
 * screen: there `uri` becomes a link that opens the app.
 */
export function Scan({ svg, secret, uri }: { svg: string; secret: string; uri: string }) {
  const { shared } = useWords();
  return (
    <div class="scan">
      <QrCode svg={svg} />
      <a class="button secondary on-phones" href={uri}>
        {shared.openInApp}
      </a>
      <SetupKey secret={secret} />
    </div>
  );
}

export function SetupKey({ secret, label }: { secret: string; label?: string }) {
  const { shared } = useWords();
  const key = secret.replace(/\s+/g, "");
  return (
    <div class="key">
      <p class="key-label">{label ?? shared.typeKey}</p>
      <div class="key-row">
        <code>
          {(key.match(/.{1,4}/g) ?? []).map((group, index) => (
            <>
              {index > 0 ? " " : null}
              <span>{group}</span>
            </>
          ))}
        </code>
        <button class="button secondary" type="button" data-copy={key} data-confirm-copy={shared.keyCopied} hidden>
          {shared.copy}
          <span class="visually-hidden"> {shared.copiedKey}</span>
        </button>
      </div>
      <p class="said" role="status" data-said />
    </div>
  );
}
