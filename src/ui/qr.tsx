// The QR picture that authenticator apps scan, and the same key for typing by hand.
import { raw } from "hono/html";
import { toString as drawQr } from "qrcode";

/** SVG markup of `text`: error correction M, and the quiet zone of four modules that ISO/IEC 18004 asks for. */
export function qrSvg(text: string): Promise<string> {
  return drawQr(text, { type: "svg", errorCorrectionLevel: "M", margin: 4 });
}

/** `svg` must come from `qrSvg`: it is put into the page as it is. */
export function QrCode({ svg, label }: { svg: string; label?: string }) {
  return (
    <div class="qr" role="img" aria-label={label ?? "QR code for your authenticator app"}>
      {raw(svg)}
    </div>
  );
}

/**
 * The ways of taking the key over: picture and key beside one another where there is room. A phone can't scan its own
 * screen: there `uri` becomes a link that opens the app.
 */
export function Scan({ svg, secret, uri }: { svg: string; secret: string; uri: string }) {
  return (
    <div class="scan">
      <QrCode svg={svg} />
      <a class="button secondary on-phones" href={uri}>
        Open in authenticator app
      </a>
      <SetupKey secret={secret} />
    </div>
  );
}

export function SetupKey({ secret, label }: { secret: string; label?: string }) {
  const key = secret.replace(/\s+/g, "");
  return (
    <div class="key">
      <p class="key-label">{label ?? "Can't scan it? Type this key instead:"}</p>
      <div class="key-row">
        <code>
          {(key.match(/.{1,4}/g) ?? []).map((group, index) => (
            <>
              {index > 0 ? " " : null}
              <span>{group}</span>
            </>
          ))}
        </code>
        <button class="button secondary" type="button" data-copy={key} data-confirm-copy="Key copied" hidden>
          Copy<span class="visually-hidden"> key</span>
        </button>
      </div>
      <p class="said" role="status" data-said />
    </div>
  );
}
